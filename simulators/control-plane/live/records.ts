import type { LiveEvent, LiveSession, NewLiveSession } from '../../../contracts/wire/index.ts';
import type { LiveHistoryPage, LivePlace, PageRequest, Refusal, Result } from '../calls.ts';
import type { Sql } from '../platform.ts';
import type { Rules } from '../rules.ts';
import type { Change } from './change.ts';
import type { Loops } from './loops.ts';
import { findLive, insertLive, type LiveRow, liveAt } from './rows.ts';

const noSession: Refusal = { ok: false, code: 'not_found', detail: 'There is no such live session.' };
const taken: Refusal = { ok: false, code: 'session_id_taken', detail: 'The id belongs to a session of another user.' };

export function describe(rules: Rules, loops: Loops, row: LiveRow): LiveSession {
  return rules.describeLive(row, rules.runningNow('other', row.state, loops.registered(row.id)));
}

/** Makes the record of a session, or finds it (WEB-16). Its first event is that it was CREATED. */
export function createRecord(
  change: Change,
  loops: Loops,
  place: LivePlace,
  wanted: NewLiveSession,
): Result<{ made: boolean; session: LiveSession }> {
  const { sql, rules, now } = change;
  const decision = rules.createDecision(findLive(sql, place.sessionId), place.userId);
  if (decision === 'taken') return taken;
  if (decision === 'create') {
    insertLive(sql, place, wanted, now);
    change.append(place.sessionId, { type: 'session_state', state: 'CREATED', run: 0 });
  }
  const session = describe(rules, loops, liveAt(sql, place.sessionId));
  return { ok: true, value: { made: decision === 'create', session } };
}

/** A session of the user; of another's not even the existence shows (SAFE-3). */
export function openRecord(sql: Sql, rules: Rules, userId: string, sessionId: string): Result<LiveRow> {
  const row = findLive(sql, sessionId);
  return row && rules.mayOpenLive(userId, row) ? { ok: true, value: row } : noSession;
}

/** The sessions of a user, newest first. */
export function listRecords(sql: Sql, rules: Rules, loops: Loops, userId: string, page: PageRequest) {
  const older = rules.pageCondition(page.after);
  const found = sql
    .exec<LiveRow>(
      `SELECT * FROM sessions WHERE user_id = ? AND ${rules.listedLive()} AND ${older.sql}
      ORDER BY created_at DESC, id DESC LIMIT ?`,
      userId,
      ...older.values,
      page.limit + 1,
    )
    .toArray();
  const { rows, nextCursor } = rules.cutPage(found, page.limit);
  return { sessions: rows.map((row) => describe(rules, loops, row)), nextCursor };
}

export function historyOf(
  sql: Sql,
  rules: Rules,
  { userId, sessionId, after, limit }: { userId: string; sessionId: string; after: number; limit: number },
): Result<LiveHistoryPage> {
  if (!openRecord(sql, rules, userId, sessionId).ok) return rules.unknownLive({ events: [], nextAfter: null });
  const found: LiveEvent[] = rules.liveHistoryPage(sql, sessionId, after, limit + 1);
  const events = found.slice(0, limit);
  return { ok: true, value: { events, nextAfter: found.length > limit ? (events.at(-1)?.seq ?? null) : null } };
}
