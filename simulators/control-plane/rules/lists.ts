import type { Place } from '../calls.ts';
import type { Value } from '../platform.ts';

/** What is left of a list after the last row of a page. Ties in time are broken by the id, so no row is lost (TASK-18). */
export function pageCondition(after: Place | null): { sql: string; values: Value[] } {
  if (!after) return { sql: '1', values: [] };
  return { sql: '(created_at, id) < (?, ?)', values: [after.createdAt, after.id] };
}

/** `rows` has one more than `limit` where rows are left: a list that was cut says so (TASK-18). */
export function cutPage<T extends { id: string; created_at: number }>(
  rows: readonly T[],
  limit: number,
): { rows: T[]; nextCursor: string | null } {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { rows: page, nextCursor: last && rows.length > limit ? cursorAt(last) : null };
}

function cursorAt(row: { id: string; created_at: number }): string {
  return `${row.created_at}.${row.id}`;
}

/** null where the text is not a cursor of ours. */
export function parseCursor(text: string): Place | null {
  const match = /^(\d{1,15})\.([0-9a-f-]{36})$/.exec(text);
  return match?.[1] && match[2] ? { createdAt: Number(match[1]), id: match[2] } : null;
}
