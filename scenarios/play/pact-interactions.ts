import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { provider as ours } from '../../contracts/provider/pact-files.ts';
import { socketStateName } from '../../contracts/provider/socket-state.ts';
import { frameWords } from '../../contracts/trace/index.ts';
import { matchRoute } from '../../contracts/wire/index.ts';
import { answerWords, codeOf, framePart } from './exchanges.ts';
import { CannotRun } from './run-types.ts';

/** One interaction of a pact, as far as a run can have played it. */
export interface PactInteraction {
  consumer: string;
  description: string;
  /** Names of its provider states, in their order. */
  states: string[];
  /** What has to be exchanged, each in words as `addExchanges` has them. */
  wants: string[];
}

const content = z.object({ content: z.unknown(), encoded: z.union([z.boolean(), z.string()]).optional() });
const message = z.object({ contents: content.optional() });
const states = z
  .array(z.object({ name: z.string(), params: z.record(z.string(), z.unknown()).optional() }))
  .default([]);
const common = {
  description: z.string(),
  providerStates: states,
  metadata: z.record(z.string(), z.unknown()).optional(),
};
const interaction = z.discriminatedUnion('type', [
  z.object({
    ...common,
    type: z.literal('Synchronous/HTTP'),
    request: z.object({ method: z.string(), path: z.string() }),
    response: z.object({ status: z.int(), body: content.optional() }),
  }),
  z.object({ ...common, type: z.literal('Asynchronous/Messages'), contents: content.optional() }),
  z.object({ ...common, type: z.literal('Synchronous/Messages'), request: message, response: z.array(message) }),
]);
type Interaction = z.infer<typeof interaction>;

const named = z.object({ name: z.string() });
const pact = z.object({ consumer: named, provider: named, interactions: z.array(interaction).default([]) });

/**
 * The interactions of all pacts (V4) of the provider `session-api` in a folder. A folder that does not exist has none.
 *
 * @throws CannotRun where a file cannot be read or is no pact.
 */
export async function readInteractions(folder: string): Promise<PactInteraction[]> {
  const files = (await namesIn(folder)).filter((name) => name.endsWith('.json')).sort();
  const found = await Promise.all(files.map((name) => readPact(join(folder, name))));
  return found.flat();
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw unreadable(folder, error);
  }
}

async function readPact(file: string): Promise<PactInteraction[]> {
  let document: unknown;
  try {
    document = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw unreadable(file, error);
  }
  try {
    return interactionsOf(document);
  } catch (error) {
    throw unreadable(file, error);
  }
}

/**
 * The interactions of one pact; none where it is of another provider.
 *
 * @throws Error where it is no pact of the fourth version.
 */
export function interactionsOf(document: unknown): PactInteraction[] {
  const read = pact.safeParse(document);
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new Error(`it is no pact (V4): ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim());
  }
  const { consumer, provider, interactions } = read.data;
  if (provider.name !== ours) return [];
  return interactions.map((entry) => ({
    consumer: consumer.name,
    description: entry.description,
    states: entry.providerStates.map(({ name }) => name),
    wants: wantsOf(entry),
  }));
}

function wantsOf(entry: Interaction): string[] {
  if (entry.type === 'Synchronous/HTTP') {
    const { request, response } = entry;
    const match = matchRoute(request.method.toUpperCase(), request.path);
    const operation = typeof match === 'string' ? null : match.operation;
    const code = response.status < 400 ? null : codeOf(parsedBody(response.body));
    return [answerWords({ operation, status: response.status, code })];
  }
  const socket = socketOf(entry);
  const words = (from: 'client' | 'server', body: z.infer<typeof content> | undefined) =>
    frameWords(framePart(socket, from, parsedBody(body)));
  if (entry.type === 'Asynchronous/Messages') return [words('server', entry.contents)];
  return [words('client', entry.request.contents), ...entry.response.map(({ contents }) => words('server', contents))];
}

/** The last segment of the path in the state that says which socket is open; without it, what the metadata says. */
function socketOf({ providerStates, metadata }: Interaction): string {
  const path = providerStates.find(({ name }) => name === socketStateName)?.params?.path;
  if (typeof path === 'string') return path.split('?', 1)[0]?.split('/').at(-1) ?? path;
  return typeof metadata?.socket === 'string' ? metadata.socket : 'unknown socket';
}

/** A body of a pact as a value: JSON stands in it as such, or as text that may be encoded. */
function parsedBody(body: z.infer<typeof content> | undefined): unknown {
  if (typeof body?.content !== 'string') return body?.content;
  const text = body.encoded === 'base64' ? Buffer.from(body.content, 'base64').toString() : body.content;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function unreadable(place: string, error: unknown): CannotRun {
  const reason = (error instanceof Error ? error.message : String(error)).split('\n', 1)[0];
  return new CannotRun(
    `Failed to read the pacts in ${place}: ${reason?.replace(/\.$/, '')}. Correct it, or remove it.`,
  );
}
