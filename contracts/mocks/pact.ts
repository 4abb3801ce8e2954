import { z } from 'zod';
import { type SocketState, socketState, socketStateName } from '../provider/socket-state.ts';
import { type Matchers, matchers, parsePath, type RuleSet } from './rules.ts';

/** A provider state of an interaction. */
export interface State {
  name: string;
  params: Readonly<Record<string, unknown>>;
}

/** The example of a body. */
export interface Body {
  /** A JSON value; the text where it is not JSON. */
  example: unknown;
  json: boolean;
  type: string;
}

/** A request as the pact has it: examples, and rules that say what else it may be. */
export interface PactRequest {
  method: string;
  path: string;
  query: Readonly<Record<string, readonly string[]>>;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  /** Undefined: it may be any. */
  body?: Body;
  rules: {
    path?: Matchers;
    query: Readonly<Record<string, Matchers>>;
    headers: Readonly<Record<string, Matchers>>;
    body: RuleSet;
  };
}

export interface PactResponse {
  status: number;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  body?: Body;
}

export interface HttpInteraction {
  description: string;
  states: readonly State[];
  request: PactRequest;
  response: PactResponse;
}

/** A frame of the client and what it is answered. */
export interface Exchange {
  description: string;
  states: readonly State[];
  /** Undefined where the pact does not say which socket it is on. */
  socket?: SocketState;
  request: { example: unknown; rules: RuleSet };
  /** Examples of the frames that answer. */
  answers: readonly unknown[];
}

/** A frame of the provider that nobody has asked for. */
export interface Frame {
  description: string;
  states: readonly State[];
  socket?: SocketState;
  example: unknown;
}

/** One pact in a plain shape. */
export interface Pact {
  consumer: string;
  provider: string;
  http: readonly HttpInteraction[];
  exchanges: readonly Exchange[];
  frames: readonly Frame[];
}

const category = z.record(z.string(), matchers).default({});
const rules = z
  .object({ path: matchers.optional(), query: category, header: category, body: category })
  .default({ query: {}, header: {}, body: {} });
const body = z
  .object({
    content: z.unknown(),
    contentType: z.string().default('application/json'),
    encoded: z.union([z.boolean(), z.string()]).default(false),
  })
  .optional();
const listed = z.record(z.string(), z.union([z.string(), z.array(z.string())])).default({});
const contents = z.object({ contents: body });
const described = {
  description: z.string(),
  providerStates: z
    .array(z.object({ name: z.string(), params: z.record(z.string(), z.unknown()).default({}) }))
    .default([]),
};
const http = z.object({
  ...described,
  type: z.literal('Synchronous/HTTP'),
  request: z.object({
    method: z.string(),
    path: z.string(),
    query: listed,
    headers: listed,
    body,
    matchingRules: rules,
  }),
  response: z.object({ status: z.int().default(200), headers: listed, body }),
});
const exchange = z.object({
  ...described,
  type: z.literal('Synchronous/Messages'),
  request: contents.extend({ matchingRules: rules }),
  response: z.array(contents).default([]),
});
const frame = z.object({ ...described, type: z.literal('Asynchronous/Messages'), ...contents.shape });
const document = z.object({
  consumer: z.object({ name: z.string() }),
  provider: z.object({ name: z.string() }),
  interactions: z.array(z.discriminatedUnion('type', [http, exchange, frame])),
  metadata: z.object({ pactSpecification: z.object({ version: z.string().startsWith('4') }) }),
});

/**
 * Reads a pact, given as the parsed JSON of its file.
 * @throws Error where it is no Pact V4 document, or has rules that the mocks do not know.
 */
export function readPact(given: unknown): Pact {
  const parsed = document.safeParse(given);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue ? `${issue.path.join('.') || 'the document'}: ${issue.message}` : 'it is something else';
    throw new Error(`Failed to read the pact: ${where}. Give the parsed JSON of a Pact V4 file.`);
  }
  const { consumer, provider, interactions } = parsed.data;
  return {
    consumer: consumer.name,
    provider: provider.name,
    http: interactions.filter((one) => one.type === 'Synchronous/HTTP').map(httpOf),
    exchanges: interactions.filter((one) => one.type === 'Synchronous/Messages').map(exchangeOf),
    frames: interactions.filter((one) => one.type === 'Asynchronous/Messages').map(frameOf),
  };
}

function httpOf({ description, providerStates, request, response }: z.output<typeof http>): HttpInteraction {
  const { path, query, header } = request.matchingRules;
  return {
    description,
    states: providerStates,
    request: {
      method: request.method.toUpperCase(),
      path: request.path,
      query: Object.fromEntries(Object.entries(request.query).map(([name, value]) => [name, [value].flat()])),
      headers: headersOf(request.headers, undefined),
      body: bodyOf(request.body),
      rules: {
        path,
        query: keyed(query, (name) => parsePath(name)[1] ?? name),
        headers: keyed(header, (name) => (parsePath(name)[1] ?? name).toLowerCase()),
        body: rulesOf(request.matchingRules.body),
      },
    },
    response: {
      status: response.status,
      headers: headersOf(response.headers, response.body),
      body: bodyOf(response.body),
    },
  };
}

function exchangeOf({ description, providerStates, request, response }: z.output<typeof exchange>): Exchange {
  return {
    description,
    ...statesOf(description, providerStates),
    request: { example: bodyOf(request.contents)?.example, rules: rulesOf(request.matchingRules.body) },
    answers: response.map((answer) => bodyOf(answer.contents)?.example),
  };
}

function frameOf({ description, providerStates, contents }: z.output<typeof frame>): Frame {
  return { description, ...statesOf(description, providerStates), example: bodyOf(contents)?.example };
}

/** The states of the provider, and apart from them the one that says which socket is open. */
function statesOf(description: string, all: readonly State[]): { states: State[]; socket?: SocketState } {
  const open = all.find(({ name }) => name === socketStateName);
  if (!open) return { states: [...all] };
  const socket = socketState.safeParse(open.params);
  if (!socket.success) {
    throw new Error(
      `Failed to read the pact: the state \`${socketStateName}\` of \`${description}\` is not as it should be. Make the pact again.`,
    );
  }
  return { states: all.filter((state) => state !== open), socket: socket.data };
}

/** Is it a media type of JSON? */
export const isJson = (type: string): boolean => /[/+]json\b/i.test(type);

function bodyOf(given: z.output<typeof body>): Body | undefined {
  if (given?.content === undefined) return undefined;
  const { content, contentType: type, encoded } = given;
  const json = isJson(type);
  if (typeof content !== 'string' || encoded === false) return { example: content, json, type };
  if (encoded === 'JSON' || encoded === 'json') return { example: JSON.parse(content), json, type };
  const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
  const text = new TextDecoder().decode(bytes);
  return { example: text, json, type };
}

/** Pact may name a header twice, in two casings: it is one. */
function headersOf(given: z.output<typeof listed>, content: z.output<typeof body>): Record<string, string> {
  const headers = Object.entries(given).map(([name, value]) => [name.toLowerCase(), [value].flat().join(', ')]);
  const type = content?.content === undefined ? {} : { 'content-type': content.contentType };
  return { ...type, ...Object.fromEntries(headers) };
}

function keyed(given: z.output<typeof category>, key: (name: string) => string): Record<string, Matchers> {
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [key(name), value]));
}

function rulesOf(given: z.output<typeof category>): RuleSet {
  return Object.entries(given).map(([path, value]) => ({ path: parsePath(path), matchers: value }));
}
