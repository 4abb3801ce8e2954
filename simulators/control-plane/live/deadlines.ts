import type { Sql } from '../platform.ts';
import type { Rules } from '../rules.ts';
import type { Change } from './change.ts';
import type { Loops } from './loops.ts';
import { findLive, type LiveRow, removeLive } from './rows.ts';
import { endSession } from './states.ts';
import { saveAgainAfter } from './turn-ends.ts';

/** What a session has to be looked at for, and when. Times are milliseconds since 1970; null: never. */
export function dueTimes(row: LiveRow, rules: Rules, busy: 'busy' | 'idle') {
  return {
    empty: row.message_count === 0 ? rules.emptyDue(row) : null,
    idle: row.state !== 'ENDED' && busy === 'idle' ? rules.idleDue(row) : null,
    closing: row.closing_due,
    save: row.save_due,
  };
}

/** The earliest time at which one session has to be looked at; null: never. */
export function dueOf(row: LiveRow, rules: Rules, loops: Loops): number | null {
  const times = Object.values(dueTimes(row, rules, workOf(loops, row.id))).filter((due) => due !== null);
  return times.length > 0 ? Math.min(...times) : null;
}

/** The earliest time at which any session has to be looked at; null: never. */
export function nextDue(sql: Sql, rules: Rules, loops: Loops): number | null {
  const times = pending(sql).flatMap((row) => dueOf(row, rules, loops) ?? []);
  return times.length > 0 ? Math.min(...times) : null;
}

/**
 * Does what is due, whenever the alarm rang: what is due is what the table says. A copy that is due is put off
 * before it is tried again. Returns the sessions that are gone.
 */
export function meetDeadlines(change: Change, loops: Loops): string[] {
  const { sql, rules, now } = change;
  const gone: string[] = [];
  const isDue = (due: number | null) => due !== null && due <= now;
  for (const { id } of pending(sql)) {
    const row = findLive(sql, id);
    if (!row) continue;
    const due = dueTimes(row, rules, workOf(loops, id));
    if (isDue(due.empty)) {
      loops.lose(id);
      removeLive(sql, id);
      gone.push(id);
      continue;
    }
    if (isDue(due.idle) || isDue(due.closing)) endSession(change, loops, id);
    if (isDue(due.save)) {
      sql.exec('UPDATE sessions SET save_due = ? WHERE id = ?', now + saveAgainAfter, id);
      change.unsaved.add(id);
    }
  }
  return gone;
}

const workOf = (loops: Loops, sessionId: string) => (loops.find(sessionId)?.busy ? 'busy' : 'idle');

function pending(sql: Sql): LiveRow[] {
  return sql
    .exec<LiveRow>("SELECT * FROM sessions WHERE state <> 'ENDED' OR message_count = 0 OR save_due IS NOT NULL")
    .toArray();
}
