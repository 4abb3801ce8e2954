import type { PhaseExport } from '../../../../contracts/wire/index.ts';
import type { Place } from '../../calls.ts';
import type { Sql } from '../../platform.ts';
import type { Rules } from '../../rules.ts';
import type { ToArchive } from '../calls.ts';
import { exportOf, findPhase } from '../rows.ts';

/** Sessions that were deleted up to `before`, in the order of their deletion; `after` is the last of the batch before. */
export function toArchive(sql: Sql, before: number, after: Place | null, limit: number): ToArchive {
  const entries = sql
    .exec<{ id: string; deleted_at: number }>(
      `SELECT id, deleted_at FROM phase_sessions WHERE deleted_at <= ? AND (deleted_at, id) > (?, ?)
      ORDER BY deleted_at, id LIMIT ?`,
      before,
      after?.createdAt ?? -1,
      after?.id ?? '',
      limit,
    )
    .toArray()
    .map(({ id, deleted_at }) => ({ sessionId: id, deletedAt: deleted_at }));
  return { entries, earliest: earliestDeletion(sql, before) };
}

/** The first deletion after `before`; null: there is none. */
export function earliestDeletion(sql: Sql, before: number): number | null {
  const rows = sql
    .exec<{ first: number | null }>('SELECT min(deleted_at) AS first FROM phase_sessions WHERE deleted_at > ?', before)
    .toArray();
  return rows[0]?.first ?? null;
}

export function exportForArchive(sql: Sql, rules: Rules, sessionId: string): PhaseExport | null {
  const row = findPhase(sql, sessionId);
  return row && row.deleted_at !== null ? exportOf(sql, rules, row) : null;
}

/** Forgets a deleted session with all it had. */
export function drop(sql: Sql, sessionId: string): void {
  const gone = sql
    .exec('SELECT id FROM phase_sessions WHERE id = ? AND deleted_at IS NOT NULL', sessionId)
    .toArray().length;
  if (gone === 0) return;
  sql.exec('DELETE FROM phase_sessions WHERE id = ?', sessionId);
  sql.exec('DELETE FROM phase_messages WHERE session_id = ?', sessionId);
  sql.exec('DELETE FROM phase_logs WHERE session_id = ?', sessionId);
}
