import {
  type DeletedPhases,
  type NewPhaseMessage,
  type PhaseSession,
  type PhaseState,
  phaseTexts,
} from '../../../contracts/wire/index.ts';
import type { Refusal, Result } from '../calls.ts';
import type { Rules } from '../rules.ts';
import type { PhaseAsk, PhaseKey, TitleWish } from './calls.ts';
import type { PhaseChange } from './change.ts';
import type { Counts } from './counts.ts';
import { countTry, type Try } from './lock-desk.ts';
import { findLock, lockedNow, lockingOf } from './locks.ts';
import { currentOf, findPhase, findPhases, type PhaseRow, type StoredPhase, sessionOf } from './rows.ts';

export const noPhase: Refusal = { ok: false, code: 'not_found', detail: 'There is no such phase session.' };
const refuse = (code: Refusal['code'], detail: string, row: PhaseRow): Refusal => ({
  ok: false,
  code,
  detail,
  extension: { current: currentOf(row) },
});
const hasEnded = (row: PhaseRow) => refuse('session_ended', phaseTexts.ended, row);

/** A session that is not deleted. */
export function open(sql: Counts, rules: Rules, sessionId: string): PhaseRow | null {
  return rules.openPhase(findPhase(sql, sessionId));
}

function running(change: PhaseChange, row: PhaseRow, more: Partial<StoredPhase>, userId: string): PhaseRow {
  const { now, rules } = change;
  const next = rules.phaseChanged(row, { ...more, state: 'running', started_at: row.started_at ?? now }, now);
  change.change(next, 'running', userId);
  return next;
}

/** Stores a message; the first makes the session run. */
export function send(
  change: PhaseChange,
  { sessionId, userId }: PhaseAsk,
  message: NewPhaseMessage,
): Result<{ stored: boolean; seq: number }> {
  const { counts, rules, now } = change;
  const row = open(counts, rules, sessionId);
  if (!row) return noPhase;
  const known = counts
    .exec<{ seq: number; content: string }>(
      'SELECT seq, content FROM phase_messages WHERE session_id = ? AND message_id = ?',
      sessionId,
      message.messageId,
    )
    .toArray()[0];
  if (known?.content === message.content) return { ok: true, value: { stored: false, seq: known.seq } };
  if (known) return { ok: false, code: 'message_conflict', detail: 'The id belongs to a message with other content.' };
  const objection = objectionTo(rules, row);
  if (objection) return objection;
  const seq = row.message_count + 1;
  counts.exec(
    'INSERT INTO phase_messages (session_id, seq, message_id, user_id, content, stored_at) VALUES (?, ?, ?, ?, ?, ?)',
    sessionId,
    seq,
    message.messageId,
    userId,
    message.content,
    now,
  );
  if (row.state === 'created') running(change, row, { message_count: seq }, userId);
  else counts.exec('UPDATE phase_sessions SET message_count = ? WHERE id = ?', seq, sessionId);
  return { ok: true, value: { stored: true, seq } };
}

/** Why nothing runs in a session any more; null: it may. */
function objectionTo(rules: Rules, row: PhaseRow): Refusal | null {
  if (row.state !== 'running' && rules.nextPhaseState(row.state, 'running') !== 'running') return hasEnded(row);
  const detail = rules.modelObjection({ modelId: row.model_id, state: row.model_deleted === 1 ? 'deleted' : 'there' });
  return detail === null ? null : { ok: false, code: 'model_deleted', detail };
}

export function beginRunning(change: PhaseChange, { sessionId, userId }: PhaseAsk): Result<PhaseSession> {
  const { counts, rules } = change;
  const row = open(counts, rules, sessionId);
  if (!row) return noPhase;
  const objection = objectionTo(rules, row);
  if (objection) return objection;
  return { ok: true, value: sessionOf(rules, row.state === 'running' ? row : running(change, row, {}, userId)) };
}

/** Completes, fails or cancels a session (PHASE-18). */
export function end(
  change: PhaseChange,
  { sessionId, userId }: PhaseAsk,
  wanted: Extract<PhaseState, 'completed' | 'failed' | 'cancelled'>,
): Result<PhaseSession> {
  const { counts, rules, now } = change;
  const row = open(counts, rules, sessionId);
  if (!row) return noPhase;
  const next = rules.nextPhaseState(row.state, wanted);
  if (next === 'session_ended') return hasEnded(row);
  if (next === 'session_not_started') return refuse(next, 'The session does not run: it can be cancelled.', row);
  if (next === 'same') return { ok: true, value: sessionOf(rules, row) };
  const ended = rules.phaseChanged(row, { state: next, ended_at: now }, now);
  change.change(ended, wanted, userId);
  return { ok: true, value: sessionOf(rules, ended) };
}

/** Gives a session a title, unless another holds it and it is not the last try (PHASE-5, PHASE-6). */
export function entitle(change: PhaseChange, wish: TitleWish, now: Try): Result<PhaseSession> | 'locked' {
  const { counts, rules } = change;
  const row = open(counts, rules, wish.sessionId);
  if (!row) {
    countTry(counts, rules, now, 'taken');
    return noPhase;
  }
  const lock = lockingOf(counts).locking === 'on' ? findLock(counts, row.id) : null;
  if (rules.lockHeld(lock, wish.lockId, change.now)) {
    if (now.turn !== 'last') return 'locked';
    countTry(counts, rules, now, 'in vain');
    return lockedNow(rules);
  }
  countTry(counts, rules, now, 'taken');
  // A lock of its own, for no longer than this transaction.
  if (lockingOf(counts).locking === 'on' && (lock === null || lock.lock_id !== wish.lockId)) {
    counts.add('phase_lock_acquisitions_total');
  }
  if (!rules.titleFits(row, wish)) return refuse('version_conflict', phaseTexts.changedMeanwhile, row);
  const titled = rules.phaseChanged(row, { title: wish.title }, change.now);
  change.change(titled, 'titled', wish.userId);
  return { ok: true, value: sessionOf(rules, titled) };
}

/** Cancels what has not ended and deletes all of them, in one transaction (PHASE-14). */
export function deleteAll(
  change: PhaseChange,
  userId: string,
  sessionIds: readonly string[],
): DeletedPhases & { keys: PhaseKey[] } {
  const { counts, rules } = change;
  const found = findPhases(counts, sessionIds).filter((row) => rules.openPhase(row) !== null);
  const byId = new Map(found.map((row) => [row.id, row]));
  const wanted = [...new Set(sessionIds)];
  const deleted = wanted.flatMap((id) => byId.get(id) ?? []);
  for (const row of deleted) change.retire(row, null, userId);
  return {
    deleted: deleted.map(({ id }) => id),
    notFound: wanted.filter((id) => !byId.has(id)),
    keys: deleted.map((row) => ({ taskId: row.task_id, phase: row.phase, model: null })),
  };
}
