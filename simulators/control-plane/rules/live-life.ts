import { type LiveEvent, type LiveSession, limits, type PermissionMode } from '../../../contracts/wire/index.ts';
import type { Result } from '../calls.ts';
import type { Change } from '../live/change.ts';
import type { Loops } from '../live/loops.ts';
import { eventsAfter, type LiveRow, metadataOf } from '../live/rows.ts';
import { endSession } from '../live/states.ts';
import type { Sql } from '../platform.ts';

/** A record is made once under its id, and belongs to who made it (WEB-16). */
export function createDecision(existing: LiveRow | null, userId: string): 'create' | 'same' | 'taken' {
  if (!existing) return 'create';
  return existing.user_id === userId ? 'same' : 'taken';
}

/** A live session as it is on the wire. */
export function describeLive(row: LiveRow, running: boolean): LiveSession {
  return {
    sessionId: row.id,
    projectId: row.project_id,
    state: row.state,
    running,
    mode: row.mode,
    cwd: row.cwd,
    branch: row.branch,
    worktree: row.worktree,
    metadata: metadataOf(row),
    seq: row.seq,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

/** Which sessions of a user are listed, in SQL: those with a message (WEB-1). */
export function listedLive(): string {
  return 'message_count > 0';
}

/** When a session without a message is removed (WEB-1); null: never. */
export function emptyDue(row: LiveRow): number | null {
  return row.created_at + limits.emptySessionLife;
}

/** When a session in which nothing happens any more has ended (LIVE-5); null: never. */
export function idleDue(row: LiveRow): number | null {
  return row.updated_at + limits.liveIdlePeriod;
}

/** After a restart every session that was not ENDED is ended, with all that it left unfinished (LIVE-11). */
export function recoverSession(change: Change, loops: Loops, sessionId: string): void {
  endSession(change, loops, sessionId);
}

/** History is all of a session, over all its loops (LIVE-5). */
export function liveHistoryPage(sql: Sql, sessionId: string, after: number, rows: number): LiveEvent[] {
  return eventsAfter(sql, sessionId, after, rows);
}

/** A session that does not exist has no history, not an empty one (WEB-6). */
export function unknownLive<T>(_empty: T): Result<T> {
  return { ok: false, code: 'not_found', detail: 'There is no such live session.' };
}

/** The permission mode belongs to its session (WEB-12). */
export function storeMode(sql: Sql, session: LiveRow, mode: PermissionMode): void {
  sql.exec('UPDATE sessions SET mode = ? WHERE id = ?', mode, session.id);
}
