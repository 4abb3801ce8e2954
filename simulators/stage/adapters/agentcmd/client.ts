import { z } from 'zod';
import { Refused, refused } from '../refused.ts';
import type { Tokens } from '../tokens.ts';
import type { Tools } from '../tools.ts';
import type { AgentcmdOptions } from './options.ts';
import { type AgentMessage, data, message, record, type SessionRecord } from './wire.ts';

/** The requests of one play to agentcmd, each with the credentials of whoever asks. */
export class AgentcmdClient {
  readonly tools: Tools<AgentcmdOptions>;
  readonly #tokens: Tokens<string>;

  /** @param tokens those of the play; they stand for those that agentcmd made */
  constructor(tools: Tools<AgentcmdOptions>, tokens: Tokens<string>) {
    this.tools = tools;
    this.#tokens = tokens;
  }

  /** A token that is none of the play's is sent as it is: whether it is refused is for the system to say. */
  credentialOf(token: string | null): string | null {
    return this.#tokens.find(token) ?? token;
  }

  /** All sessions of the project that are shown to whoever asks. */
  async sessions(token: string | null): Promise<SessionRecord[]> {
    return (await this.#ask('GET', '', token)).read({ 200: data(z.array(record)) }).data;
  }

  /** @throws Refused (`not_found`) where the user has none of this id */
  async session(sessionId: string, token: string | null): Promise<SessionRecord> {
    const found = (await this.sessions(token)).find(({ id }) => id === sessionId);
    if (!found) throw refused('not_found', 'There is no such session.');
    return found;
  }

  /** null: there is one with this id already. */
  async create(sessionId: string, mode: string | undefined, token: string | null): Promise<SessionRecord | null> {
    const { agent } = this.tools.options;
    const body = { sessionId, ...(agent ? { agent } : {}), ...(mode ? { permission_mode: mode } : {}) };
    const answer = await this.#ask('POST', '', token, body);
    if (answer.status === 409) return null;
    const made = answer.read({ 201: data(record) }).data;
    if (made.id !== sessionId)
      throw this.tools.wire.unexpected('the answer to a new session', made, 'the id that was asked for');
    return made;
  }

  /** The messages of a session, oldest first. */
  async messages(sessionId: string, token: string | null): Promise<AgentMessage[]> {
    const answer = await this.#ask('GET', `/${encodeURIComponent(sessionId)}/messages`, token);
    return answer.read({ 200: data(z.array(message)) }).data;
  }

  /** Takes what came in on a socket; where it cannot be understood, the play ends. */
  hearing(take: () => void): void {
    this.tools.beside((async () => take())());
  }

  /** Reads a frame of a known type. */
  read<Schema extends z.ZodType>(what: string, schema: Schema, came: unknown): z.output<Schema> {
    const read = schema.safeParse(came);
    if (read.success) return read.data;
    const [issue] = read.error.issues;
    const expected = `what its type has (${issue?.path.join('.')}: ${issue?.message})`;
    throw this.tools.wire.unexpected(what, came, expected);
  }

  #ask(method: string, path: string, token: string | null, body?: unknown) {
    const credential = this.credentialOf(token);
    return this.tools.wire.request({
      method,
      path: `/api/projects/${encodeURIComponent(this.tools.options.projectId)}/sessions${path}`,
      headers: credential === null ? {} : { authorization: `Bearer ${credential}` },
      body,
    });
  }
}

/** Does this error say that there is no such session? */
export function isNotFound(error: unknown): boolean {
  return error instanceof Refused && error.code === 'not_found';
}
