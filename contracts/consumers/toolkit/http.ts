import type { Pact } from '@pact-foundation/pact';
import { z } from 'zod';
import type { Answer, Call } from '../../../simulators/ports.ts';
import { tcpPorts } from '../../../simulators/stage/tcp/index.ts';
import { answered, HandClock, HandRandom, Notebook } from '../../../simulators/testing.ts';
import { type Operation, operationOf, problem, problemDocument, problems, route } from '../../wire/index.ts';
import { ContractLink, exampleAnswer } from './contract-link.ts';
import type { HttpInteraction } from './interaction.ts';
import type { JsonMap } from './json.ts';
import { echoed, idsIn, injected, injectedText, matching, somewhere } from './matching.ts';
import { values, valuesOf } from './values.ts';

/** Plays an interaction twice: once to see what the client asks, once against Pact's mock server, which holds it to that. */
export async function playHttp(pact: Pact, interaction: HttpInteraction): Promise<void> {
  const answer = exampleOf(interaction);
  const asked = await requestOf(interaction, async () => answer);
  const operation: Operation = operationOf(interaction.operation);
  const { method, path } = route(asked.operation, asked.params);
  const declared = interaction.given.reduce(
    (start, { state, params }) => start.given(state, params as JsonMap),
    pact.addInteraction(),
  );
  await declared
    .uponReceiving(interaction.description)
    .withRequest(method, injectedText(path, values) as string, (request) => {
      request.headers(headersOf(asked) as Record<string, string>);
      if (asked.query) request.query(injected(texts(asked.query), values) as Record<string, string>);
      if (asked.body !== undefined) request.jsonBody(bodyOf(interaction.asks ?? operation.body, asked.body));
    })
    .willRespondWith(answer.status, (response) => {
      response.headers(answerHeaders(interaction, answer));
      if (answer.body !== undefined) {
        const own = idsIn([asked.params, asked.query, asked.body]);
        response.jsonBody(echoed(promisedBody(interaction, operation, answer), valuesOf(interaction.given), own));
      }
    })
    .executeTest(async ({ url }) => {
      const real = tcpPorts({ baseUrl: url });
      try {
        await requestOf(interaction, (call) => real.link.request(call));
      } finally {
        await real.close();
      }
    });
}

/** Plays the client; answers the request that it made. @throws where it made none, or took the answer wrongly */
async function requestOf(interaction: HttpInteraction, answer: (call: Call) => Promise<Answer>): Promise<Call> {
  const { operation, nth = 1, others = exampleAnswer } = interaction;
  const clock = new HandClock();
  const link = new ContractLink(clock, { operation, nth, answer, others });
  await interaction.run({ clock, random: new HandRandom(), link, journal: new Notebook() }, () => link.taken());
  if (!link.recorded) throw new Error(`the client made no request ${operation}`);
  return link.recorded;
}

/** The answer as the client hears it while its request is recorded. */
function exampleOf({ promised }: HttpInteraction): Answer {
  const headers = { 'Content-Type': 'application/json', ...promised.headers };
  if ('status' in promised) return answered(promised.status, promised.body, lowered(headers));
  const { status } = problems[promised.problem];
  const body = { ...problem(promised.problem, 'Why it was refused, in words.'), ...promised.more };
  return answered(status, body, lowered({ ...headers, 'Content-Type': 'application/problem+json' }));
}

const lowered = (headers: Record<string, string>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

function headersOf({ token, headers = {}, body }: Call): Record<string, unknown> {
  return {
    ...(token !== undefined && { Authorization: injectedText(`Bearer ${token}`, values) }),
    ...(body !== undefined && { 'Content-Type': 'application/json' }),
    ...headers,
  };
}

function bodyOf(schema: z.ZodType | undefined, body: unknown): unknown {
  return injected(matching(schema ?? z.unknown(), body), values);
}

const texts = (query: Record<string, string | number>) =>
  Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value)]));

function answerHeaders({ promised }: HttpInteraction, { headers, body }: Answer): Record<string, never> {
  const kind = 'problem' in promised ? 'application/problem\\+json(;.*)?' : 'application/json(;.*)?';
  /** What each may be instead of its example, and its name as HTTP writes it. */
  const known: Record<string, { name: string; regex: string }> = {
    'content-type': { name: 'Content-Type', regex: kind },
    'retry-after': { name: 'Retry-After', regex: '\\d+' },
  };
  const said = Object.entries(headers).filter(([name]) => body !== undefined || name !== 'content-type');
  return Object.fromEntries(
    said.map(([header, value]) => {
      const { name, regex } = known[header] ?? { name: header, regex: '.*' };
      return [name, { 'pact:matcher:type': 'regex', regex, value }];
    }),
  ) as Record<string, never>;
}

function promisedBody(
  { promised, anyOrder }: HttpInteraction,
  operation: Operation,
  { status, body }: Answer,
): unknown {
  if ('problem' in promised) {
    const { title, detail, type, ...rest } = body as Record<string, unknown>;
    const texts = matching(problemDocument, { title, detail, type }) as object;
    const more = matching(z.unknown(), promised.more ?? {}) as object;
    return { ...texts, ...rest, ...more };
  }
  const schema = operation.answers[status];
  if (!schema) throw new Error(`the contract has no answer ${status} of ${operation.summary}`);
  schema.parse(body);
  if (!anyOrder) return matching(schema, body);
  return Object.fromEntries(
    Object.entries(body as Record<string, unknown>).map(([name, value]) => {
      const field = (schema as z.ZodObject).shape[name] as z.ZodType;
      return [
        name,
        field instanceof z.ZodArray
          ? somewhere(field.element as z.ZodType, value as unknown[])
          : matching(field, value, name),
      ];
    }),
  );
}
