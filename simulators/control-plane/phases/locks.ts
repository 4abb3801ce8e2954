import { type PhaseLock, phaseTexts } from '../../../contracts/wire/index.ts';
import type { Refusal, Result } from '../calls.ts';
import type { Sql } from '../platform.ts';
import type { LockRow } from '../rules/phase-locks.ts';
import type { Rules } from '../rules.ts';
import type { Counts } from './counts.ts';

export const lockedNow = (rules: Rules): Refusal => ({
  ok: false,
  code: 'session_locked',
  detail: rules.startRefusal('session_locked'),
});
export const noLocks: Refusal = { ok: false, code: 'locking_disabled', detail: phaseTexts.lockingDisabled };
const lost: Refusal = { ok: false, code: 'lock_lost', detail: phaseTexts.lockLost };

export function findLock(sql: Sql, sessionId: string): LockRow | null {
  return sql.exec<LockRow>('SELECT * FROM phase_locks WHERE session_id = ?', sessionId).toArray()[0] ?? null;
}

export function findLocks(sql: Sql, sessionIds: readonly string[]): Map<string, LockRow> {
  const ids = JSON.stringify(sessionIds);
  const rows = sql
    .exec<LockRow>('SELECT * FROM phase_locks WHERE session_id IN (SELECT value FROM json_each(?))', ids)
    .toArray();
  return new Map(rows.map((row) => [row.session_id, row]));
}

/** When the first lease of these ends; null: there is none. */
export function leaseEnd(sql: Sql, sessionIds: readonly string[], now: number): number | null {
  const ends = [...findLocks(sql, sessionIds).values()].map((lock) => lock.expires_at).filter((end) => end > now);
  return ends.length === 0 ? null : Math.min(...ends);
}

/** Takes the lock of a session for five seconds from now. */
export function takeLock(counts: Counts, rules: Rules, sessionId: string, now: number): PhaseLock {
  const lock = { lockId: crypto.randomUUID(), expiresAt: rules.lockLease(now) };
  counts.exec(
    'INSERT OR REPLACE INTO phase_locks (session_id, lock_id, expires_at) VALUES (?, ?, ?)',
    sessionId,
    lock.lockId,
    lock.expiresAt,
  );
  counts.add('phase_lock_acquisitions_total');
  return lock;
}

export function renewLock(counts: Counts, rules: Rules, sessionId: string, lockId: string): Result<PhaseLock> {
  const now = Date.now();
  const lock = findLock(counts, sessionId);
  // Held by this one: to anybody else it would be.
  if (lock?.lock_id !== lockId || !rules.lockHeld(lock, null, now)) return lost;
  const expiresAt = rules.lockLease(now);
  counts.exec('UPDATE phase_locks SET expires_at = ? WHERE lock_id = ?', expiresAt, lockId);
  return { ok: true, value: { lockId, expiresAt } };
}

export function lockingOf(sql: Sql): { locking: 'on' | 'off' } {
  const row = sql.exec<{ locking: number }>('SELECT locking FROM phase_settings WHERE id = 1').toArray()[0];
  return { locking: row?.locking === 0 ? 'off' : 'on' };
}

export function setLocking(sql: Sql, how: 'on' | 'off'): void {
  sql.exec('INSERT OR REPLACE INTO phase_settings (id, locking) VALUES (1, ?)', how === 'on' ? 1 : 0);
  if (how === 'off') sql.exec('DELETE FROM phase_locks');
}
