import { type PhaseSession, phaseTexts } from '../../../contracts/wire/index.ts';
import type { Place } from '../calls.ts';
import type { Looked, LookupCalls, PhaseKey, Stamp } from '../phases/calls.ts';
import { type PhaseRow, selectPhases } from '../phases/rows.ts';
import type { Sql } from '../platform.ts';
import type { Rules } from '../rules.ts';

/** Which sessions lookups and starts see: those that are not deleted (PHASE-4). */
export function visiblePhases(): string {
  return 'deleted_at IS NULL';
}

/** Which sessions lists show (PHASE-4). */
export function listedPhases(): string {
  return 'deleted_at IS NULL';
}

/** Which sessions may be read and changed by their id (PHASE-4, PHASE-18). */
export function openPhase(row: PhaseRow | null): PhaseRow | null {
  return row && row.deleted_at === null ? row : null;
}

/** A session stays when its model goes; only the name tells (PHASE-7). */
export function modelName(row: PhaseRow): string {
  return row.model_deleted === 1 ? phaseTexts.modelNotFound : row.model_id;
}

/** The rows of a page and one more where there are more, with one query (PHASE-14). */
export function phaseRows(
  sql: Sql,
  rules: Pick<Rules, 'listedPhases' | 'pageCondition'>,
  { taskId, after, limit }: { taskId: string | null; after: Place | null; limit: number },
): PhaseRow[] {
  const older = rules.pageCondition(after);
  return sql
    .exec<PhaseRow>(
      `${selectPhases} WHERE ${rules.listedPhases()} AND (? IS NULL OR task_id = ?) AND ${older.sql}
      ORDER BY created_at DESC, id DESC LIMIT ?`,
      taskId,
      taskId,
      ...older.values,
      limit + 1,
    )
    .toArray();
}

/** What a cache has is checked before it is answered: invalidations get lost (PHASE-8). */
export function checkHeld(held: PhaseSession | null, ask: (held: Stamp | null) => Promise<Looked>): Promise<Looked> {
  return ask(held);
}

/** Whether what a cache has is still so. */
export function stampFits(held: Stamp, current: PhaseSession | null): boolean {
  const { sessionId, version, modelName: name } = held;
  return current?.sessionId === sessionId && current.version === version && current.modelName === name;
}

/** Milliseconds of a lookup, and whether the cache had it (PHASE-16). */
export function countLookup(found: 'hit' | 'miss', took: number): [name: string, amount: number][] {
  return [
    [found === 'hit' ? 'phase_lookup_cache_hits_total' : 'phase_lookup_cache_misses_total', 1],
    ['phase_lookup_seconds_count', 1],
    ['phase_lookup_seconds_sum', took],
  ];
}

/** Tries of an invalidation: the first, and three more (PHASE-8). */
const invalidationTries = 4;

/** Tells a cache what is not right any more. When it cannot be told, what it has is found out on reading (PHASE-8). */
export async function invalidate(cache: LookupCalls, keys: PhaseKey[]): Promise<void> {
  for (let tries = 1; tries <= invalidationTries; tries++) {
    try {
      return await cache.invalidate(keys);
    } catch (error) {
      console.error(`An invalidation was lost (${tries} of ${invalidationTries}).`, error);
    }
  }
}
