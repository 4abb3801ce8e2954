import { z } from 'zod';
import { phaseProblemText } from '../../../../contracts/wire/index.ts';
import type { WireAnswer } from '../read-answer.ts';
import { Refused, refused } from '../refused.ts';
import type { Tokens } from '../tokens.ts';
import type { Tools } from '../tools.ts';
import type { IspoOptions } from './options.ts';
import { agentSession, failure, type IspoSession, sessionsOfTask } from './wire.ts';

/** The system failed in words of its own, which may be all that it has for a refusal. */
export class OwnFailure extends Refused {}

/** The procedures of one play. */
export class IspoClient {
  readonly tools: Tools<IspoOptions>;
  readonly #tokens: Tokens<string>;

  constructor(tools: Tools<IspoOptions>, tokens: Tokens<string>) {
    this.tools = tools;
    this.#tokens = tokens;
  }

  query<Value>(name: string, input: unknown, schema: z.ZodType<Value>, token: string | null): Promise<Value> {
    const query = input === undefined ? '' : `?input=${encodeURIComponent(JSON.stringify(input))}`;
    return this.#ask({ method: 'GET', path: `/api/trpc/${name}${query}` }, schema, token);
  }

  mutate<Value>(name: string, body: unknown, schema: z.ZodType<Value>, token: string | null): Promise<Value> {
    return this.#ask({ method: 'POST', path: `/api/trpc/${name}`, body }, schema, token);
  }

  async sessionsOf(path: string, token: string | null): Promise<IspoSession[]> {
    return (await this.query('tasks.getSessionsForTask', { path }, sessionsOfTask, token)).all;
  }

  session(id: string, token: string | null) {
    return this.query('agent.get', { id }, agentSession, token);
  }

  async #ask<Value>(
    request: { method: string; path: string; body?: unknown },
    schema: z.ZodType<Value>,
    token: string | null,
  ): Promise<Value> {
    const answer = await this.tools.wire.request({ ...request, headers: this.#headersFor(token) });
    const said = failure.safeParse(answer.body).data;
    // All of its own failures are 500: these two are of the server around it, which has no such procedure.
    if (said && (answer.status === 404 || answer.status === 405)) throw this.#noProcedure(request.path, answer);
    if (said && answer.status === 500) throw ownFailure(said.error.message);
    try {
      return answer.read({ 200: dataOf(schema) });
    } catch (error) {
      throw error instanceof Refused ? inWords(error) : error;
    }
  }

  /** A token that is none of the play's is sent as it is: whether it is refused is for the system to say. */
  #headersFor(token: string | null): Record<string, string> {
    const { workingDir, authorization } = this.tools.options;
    const isOfPlay = this.#tokens.find(token) !== undefined;
    const credential = isOfPlay ? authorization : token === null ? undefined : `Bearer ${token}`;
    return {
      ...(workingDir === undefined ? {} : { 'x-working-dir': workingDir }),
      ...(credential === undefined ? {} : { authorization: credential }),
    };
  }

  #noProcedure(path: string, { status, body }: WireAnswer) {
    return this.tools.wire.unexpected(`the answer to ${path}`, { status, body }, 'a procedure of that name');
  }
}

/** An answer has its data in an envelope. */
const dataOf = <Value>(schema: z.ZodType<Value>): z.ZodType<Value> =>
  z.object({ result: z.object({ data: schema }) }).transform(({ result }) => result.data as Value);

/** Its own words are in the trace; users of the contract read those of the contract. */
function ownFailure(message: string): OwnFailure {
  const code = /not found|no such|does not exist|ENOENT/i.test(message) ? 'not_found' : 'internal_error';
  return new OwnFailure(code, phaseProblemText(code) ?? 'The system does not find it.');
}

const inWords = ({ code, message, retryAfter }: Refused) =>
  refused(code, phaseProblemText(code) ?? message, retryAfter);
