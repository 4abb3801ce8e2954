import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { smallPact } from './pact.testing.ts';
import { type Body, type HttpInteraction, type Pact, readPact } from './pact.ts';
import type { StateChoice } from './states.ts';

const folder = join(import.meta.dirname, '..', 'pacts');
const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];

/** The pact of these tests and those of the project, each with its name, its document and what was read of it. */
export const pacts: readonly (readonly [string, { document: unknown; read: Pact }])[] = [
  ['small', smallPact] as const,
  ...files.map((name) => [name, JSON.parse(readFileSync(join(folder, name), 'utf8')) as unknown] as const),
].map(([name, document]) => [name, { document, read: readPact(document) }] as const);

/** The states of an interaction, as they are switched on. */
export function statesOf({ states }: Pick<HttpInteraction, 'states'>): StateChoice[] {
  return states.map(({ name, params }) => ({ state: name, params }));
}

/** Which interaction it is, in words that no other has. */
export function titleOf({ description, states }: Pick<HttpInteraction, 'description' | 'states'>): string {
  return `${description} (${states.map(({ name, params }) => `${name} ${JSON.stringify(params)}`).join(', ')})`;
}

/** The example request of an interaction, as fetch takes it. */
export function exampleRequest({ request }: HttpInteraction): { path: string; init: RequestInit } {
  const search = new URLSearchParams(
    Object.entries(request.query).flatMap(([name, values]) => values.map((value): [string, string] => [name, value])),
  );
  const body = textOf(request.body);
  return {
    path: `${request.path}${search.size > 0 ? `?${search}` : ''}`,
    init: { method: request.method, headers: request.headers, ...(body !== undefined && { body }) },
  };
}

/** The bytes of an example. */
export function textOf(body: Body | undefined): string | undefined {
  if (!body) return undefined;
  return body.json ? JSON.stringify(body.example) : String(body.example);
}

/** What the client heard, and what it ought to have. */
export async function heardOf(answer: Response, { response }: HttpInteraction) {
  const names = Object.keys(response.headers);
  return {
    heard: {
      status: answer.status,
      headers: Object.fromEntries(names.map((name) => [name, answer.headers.get(name)])),
      text: await answer.text(),
    },
    promised: { status: response.status, headers: response.headers, text: textOf(response.body) ?? '' },
  };
}
