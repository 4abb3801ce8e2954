import { limits } from '../../../contracts/wire/index.ts';
import type { Sql } from '../platform.ts';

export type LockRow = { session_id: string; lock_id: string; expires_at: number };

/** A replacement waits for whoever holds the lock, unless the project does without locks (PHASE-5, PHASE-6). */
export function replacementLocks(settings: { locking: 'on' | 'off' }): boolean {
  return settings.locking === 'on';
}

/** Whether somebody else than `holder` has it: a holder that died holds it no longer than its lease (PHASE-5). */
export function lockHeld(lock: LockRow | null, holder: string | null, now: number): boolean {
  return lock !== null && lock.lock_id !== holder && lock.expires_at > now;
}

/** When the lease of a lock that is taken or renewed now ends. */
export function lockLease(now: number): number {
  return now + limits.phaseLockLease;
}

/** Frees a lock, where it is still held. */
export function freeLock(sql: Sql, lockId: string): void {
  sql.exec('DELETE FROM phase_locks WHERE lock_id = ?', lockId);
}

/** A replacement holds what it replaces from its first step to its last (PHASE-5). Answers the id of its lock. */
export function holdForReplacement(take: () => { lockId: string }): string | null {
  return take().lockId;
}

/** Frees a lock as its holder asks: that one, and none that was taken since (PHASE-5). */
export function unlockPhase(
  sql: Sql,
  rules: { freeLock: typeof freeLock },
  { lockId }: { sessionId: string; lockId: string },
): void {
  rules.freeLock(sql, lockId);
}

/** How long a request waits for a lock, in milliseconds. */
export function lockPatience(): number {
  return limits.phaseLockWait;
}

/** What a wait for a lock counts as, in milliseconds (PHASE-16). */
export function countWait(waited: number, end: 'taken' | 'in vain'): [name: string, amount: number][] {
  const counted: [string, number][] = [
    ['phase_lock_contention_total', 1],
    ['phase_lock_wait_seconds_count', 1],
    ['phase_lock_wait_seconds_sum', waited],
  ];
  return end === 'taken' ? counted : [...counted, ['phase_lock_timeouts_total', 1]];
}
