import { type ArchivedPhase, type ArchiveRun, limits } from '../../../contracts/wire/index.ts';
import type { Sql } from '../platform.ts';

const hour = 60 * 60 * 1000;
const day = 24 * hour;

/** The first 3:00 UTC at or after `time` (PHASE-10). */
export function archiveTime(time: number): number {
  const shift = limits.archiveHour * hour;
  return Math.ceil((time - shift) / day) * day + shift;
}

/** Deletions up to here are archived by a run that starts now: those of a day ago (PHASE-10). */
export function archivesUpTo(now: number): number {
  return now - limits.archiveAfter;
}

/** Minutes after a failed attempt until the next: 1, 5, 15. null: no more, it is a dead letter (PHASE-10). */
export function archiveRetry(attempt: number): number | null {
  const minutes = [1, 5, 15][attempt - 1];
  return minutes === undefined ? null : minutes * 60_000;
}

/** When a session that is tried now may be tried again: nobody else takes it before, also if this attempt dies. */
export function archiveLease(attempt: number, now: number): number {
  return now + (archiveRetry(attempt) ?? 60_000);
}

/** One session on its way: out of the store, into the archive, and only then gone from the store. */
export interface ArchiveSteps {
  attempt: number;
  read(): Promise<ArchivedPhase | null>;
  keep(entry: ArchivedPhase): void;
  drop(): Promise<void>;
}

/** Nothing is gone before it is kept, also when an attempt is made again (PHASE-10). */
export async function archiveOne({ read, keep, drop }: ArchiveSteps): Promise<void> {
  const entry = await read();
  if (entry) keep(entry);
  await drop();
}

/** Each session is kept once: what an attempt before this one kept stays as it is (PHASE-10). */
export function keepArchived(sql: Sql, entry: ArchivedPhase): void {
  sql.exec(
    'INSERT OR IGNORE INTO entries (session_id, user_id, archived_at, entry) VALUES (?, ?, ?, ?)',
    entry.sessionId,
    entry.userId,
    entry.times.archivedAt,
    JSON.stringify(entry),
  );
}

/** Whose session it was may read it, and nobody else (PHASE-10). */
export function mayReadArchived(entry: { userId: string }, userId: string): boolean {
  return entry.userId === userId;
}

/** A run of more than six hours, or with more than five in a hundred given up, is an alarm (PHASE-10). */
export function runAlarm(run: Pick<ArchiveRun, 'startedAt' | 'archived' | 'failed'>, now: number): ArchiveRun['alarm'] {
  if (now - run.startedAt > limits.archiveRunTime) return 'too_long';
  const share = run.failed / Math.max(1, run.archived + run.failed);
  return share > limits.archiveFailures ? 'too_many_errors' : null;
}

/** Kept a year, then purged (PHASE-10). */
export function archiveEnds(archivedAt: number): number {
  return archivedAt + limits.archiveLife;
}
