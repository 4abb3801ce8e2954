import type { z } from 'zod';
import { problems } from '../../../contracts/wire/index.ts';
import type { PageRequest } from '../calls.ts';
import { parseCursor } from '../rules/lists.ts';
import type { Rules } from '../rules.ts';
import { Refused } from './refused.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

/** The body of a request, as its schema says. @throws Refused for any other body (SAFE-2, TASK-18). */
export async function readBody<T extends z.ZodType>(request: Request, schema: T, rules: Rules): Promise<z.infer<T>> {
  const bytes = await rules.readBody(request);
  if (!bytes) throw new Refused('body_too_large', problems.body_too_large.meaning);
  const parsed = attempt(() => schema.safeParse(JSON.parse(utf8.decode(bytes))));
  if (!parsed) throw new Refused(rules.malformedBody(), 'The body is not JSON in UTF-8.');
  if (!parsed.success) throw new Refused(rules.malformedBody(), placeOf(parsed.error, 'body'));
  return parsed.data;
}

/** @throws Refused for a query that is not as its schema says. */
export function readQuery<T extends z.ZodType>(url: URL, schema: T): z.infer<T> {
  const parsed = schema.safeParse(Object.fromEntries(url.searchParams));
  if (!parsed.success) throw new Refused('malformed_request', placeOf(parsed.error, 'query'));
  return parsed.data;
}

/** @throws Refused for headers that are not as their schema says. */
export function readHeaders<T extends z.ZodObject>(request: Request, schema: T): z.infer<T> {
  const named = Object.keys(schema.shape).map((name) => [name, request.headers.get(name) ?? undefined]);
  const parsed = schema.safeParse(Object.fromEntries(named));
  if (!parsed.success) throw new Refused('malformed_request', placeOf(parsed.error, 'header'));
  return parsed.data;
}

/** Rows of a page when the request does not say. */
export const defaultRows = 50;

export function pageOf(query: { limit?: number; cursor?: string }): PageRequest {
  const after = query.cursor === undefined ? null : parseCursor(query.cursor);
  if (query.cursor !== undefined && !after) throw new Refused('malformed_request', 'The cursor is not one of ours.');
  return { limit: query.limit ?? defaultRows, after };
}

/** Names the place, never the value: it may be a secret. */
function placeOf(error: z.ZodError, part: string): string {
  const issue = error.issues[0];
  const place = [part, ...(issue?.path ?? [])].map(String).join('.');
  return `${place}: ${issue?.code ?? 'invalid'}`.slice(0, 200);
}

/** null where it throws: JSON that is none, and JSON so deep that whoever walks it runs out of stack. */
function attempt<T>(parse: () => T): T | null {
  try {
    return parse();
  } catch {
    return null;
  }
}
