import type { ArchiveRun } from '../../../../contracts/wire/index.ts';
import type { Place } from '../../calls.ts';
import type { Sql } from '../../platform.ts';
import type { Rules } from '../../rules.ts';
import type { ToArchive } from '../calls.ts';

export type RunRow = {
  id: string;
  started_at: number;
  ended_at: number | null;
  archived: number;
  failed: number;
  alarm: ArchiveRun['alarm'];
  /** `yes`: there is nothing more to fetch. */
  fetched: 'yes' | 'no';
  after_at: number | null;
  after_id: string | null;
  /** When the next batch may be fetched. */
  fetch_due: number;
};
/** `waiting`: to be tried at `due`; `dead`: given up. */
export type Job = { session_id: string; run_id: string; attempt: number; due: number; state: 'waiting' | 'dead' };
export type Plan = { project_id: string; next_run: number | null };

export const findPlan = (sql: Sql): Plan | null =>
  sql.exec<Plan>('SELECT project_id, next_run FROM plan WHERE id = 1').toArray()[0] ?? null;

/** Makes sure that a run comes at `time` at the latest. */
export function planRun(sql: Sql, projectId: string, time: number): void {
  const next = Math.min(time, findPlan(sql)?.next_run ?? time);
  sql.exec('INSERT OR REPLACE INTO plan (id, project_id, next_run) VALUES (1, ?, ?)', projectId, next);
}

export const openRun = (sql: Sql): RunRow | null =>
  sql.exec<RunRow>('SELECT * FROM runs WHERE ended_at IS NULL').toArray()[0] ?? null;

export function startRun(sql: Sql, now: number): void {
  sql.exec(
    "INSERT INTO runs (id, started_at, archived, failed, fetched, fetch_due) VALUES (?, ?, 0, 0, 'no', ?)",
    crypto.randomUUID(),
    now,
    now,
  );
  sql.exec('UPDATE plan SET next_run = NULL WHERE id = 1');
}

export const placeOf = (run: RunRow): Place | null =>
  run.after_at === null || run.after_id === null ? null : { createdAt: run.after_at, id: run.after_id };

/** Notes what a batch has; what was given up before stays given up. */
export function addBatch(sql: Sql, run: RunRow, batch: ToArchive, now: number): void {
  const last = batch.entries.at(-1);
  sql.exec(
    `INSERT OR IGNORE INTO jobs (session_id, run_id, attempt, due, state)
    SELECT value, ?, 0, ?, 'waiting' FROM json_each(?)`,
    run.id,
    now,
    JSON.stringify(batch.entries.map(({ sessionId }) => sessionId)),
  );
  if (last) sql.exec('UPDATE runs SET after_at = ?, after_id = ? WHERE id = ?', last.deletedAt, last.sessionId, run.id);
  else sql.exec("UPDATE runs SET fetched = 'yes' WHERE id = ?", run.id);
}

/** The next session to be tried, put off before it is: whatever happens to this attempt, there is another or an end. */
export function takeJob(sql: Sql, rules: Rules, now: number): Job | null {
  const job = sql
    .exec<Job>("SELECT * FROM jobs WHERE state = 'waiting' AND due <= ? ORDER BY due, session_id LIMIT 1", now)
    .toArray()[0];
  if (!job) return null;
  const attempt = job.attempt + 1;
  const due = rules.archiveLease(attempt, now);
  sql.exec('UPDATE jobs SET attempt = ?, due = ? WHERE session_id = ?', attempt, due, job.session_id);
  return { ...job, attempt, due };
}

/** When to look again after whoever was at it has died. */
export const guard = 60_000;

export function jobDone(sql: Sql, job: Job): void {
  sql.exec('DELETE FROM jobs WHERE session_id = ?', job.session_id);
  sql.exec('UPDATE runs SET archived = archived + 1 WHERE id = ?', job.run_id);
}

export function giveUp(sql: Sql, job: Job): void {
  sql.exec("UPDATE jobs SET state = 'dead' WHERE session_id = ?", job.session_id);
  sql.exec('UPDATE runs SET failed = failed + 1 WHERE id = ?', job.run_id);
}

/** Says how long a run takes, and ends it when nothing is left of it. A run that found nothing leaves no trace. */
export function reviewRun(sql: Sql, rules: Rules, now: number): void {
  const run = openRun(sql);
  if (!run) return;
  const waiting = sql.exec("SELECT session_id FROM jobs WHERE state = 'waiting' LIMIT 1").toArray().length > 0;
  const { started_at: startedAt, archived, failed } = run;
  const done = run.fetched === 'yes' && !waiting;
  const alarm = rules.runAlarm({ startedAt, archived: done ? archived : 1, failed: done ? failed : 0 }, now);
  if (alarm !== null && run.alarm === null) sql.exec('UPDATE runs SET alarm = ? WHERE id = ?', alarm, run.id);
  if (!done) return;
  const empty = archived + failed === 0 && alarm === null && run.alarm === null;
  if (empty) sql.exec('DELETE FROM runs WHERE id = ?', run.id);
  else sql.exec('UPDATE runs SET ended_at = ? WHERE id = ?', now, run.id);
}

/** Newest first. */
export function listRuns(sql: Sql, limit: number): ArchiveRun[] {
  const dead = Map.groupBy(
    sql.exec<Job>("SELECT * FROM jobs WHERE state = 'dead' ORDER BY session_id").toArray(),
    (job) => job.run_id,
  );
  return sql
    .exec<RunRow>('SELECT * FROM runs ORDER BY started_at DESC, id LIMIT ?', limit)
    .toArray()
    .map((run) => ({
      runId: run.id,
      startedAt: run.started_at,
      endedAt: run.ended_at,
      archived: run.archived,
      failed: run.failed,
      deadLetters: (dead.get(run.id) ?? []).map((job) => job.session_id),
      alarm: run.alarm,
    }));
}

export function archiveCounters(sql: Sql): Record<string, number> {
  const [sum] = sql
    .exec<{ ok: number; alarm: number; archived: number; failed: number }>(
      `SELECT count(CASE WHEN ended_at IS NOT NULL AND alarm IS NULL THEN 1 END) AS ok,
      count(CASE WHEN ended_at IS NOT NULL AND alarm IS NOT NULL THEN 1 END) AS alarm,
      coalesce(sum(archived), 0) AS archived, coalesce(sum(failed), 0) AS failed FROM runs`,
    )
    .toArray();
  return {
    'phase_archive_runs_total{result="ok"}': sum?.ok ?? 0,
    'phase_archive_runs_total{result="alarm"}': sum?.alarm ?? 0,
    phase_archived_sessions_total: sum?.archived ?? 0,
    phase_archive_dead_letters_total: sum?.failed ?? 0,
  };
}

/** When there is something to do; null: never. */
export function nextLook(sql: Sql, rules: Rules): number | null {
  const run = openRun(sql);
  const job = sql.exec<{ due: number | null }>("SELECT min(due) AS due FROM jobs WHERE state = 'waiting'").toArray()[0];
  const oldest = sql.exec<{ at: number | null }>('SELECT min(archived_at) AS at FROM entries').toArray()[0]?.at ?? null;
  const times = [
    run ? null : (findPlan(sql)?.next_run ?? null),
    run?.fetched === 'no' ? run.fetch_due : null,
    job?.due ?? null,
    oldest === null ? null : rules.archiveEnds(oldest),
  ].filter((time) => time !== null);
  return times.length === 0 ? null : Math.min(...times);
}

export function purge(sql: Sql, rules: Rules, now: number): void {
  const rows = sql.exec<{ session_id: string; archived_at: number }>(
    'SELECT session_id, archived_at FROM entries ORDER BY archived_at LIMIT 1000',
  );
  const old = rows.toArray().filter(({ archived_at }) => rules.archiveEnds(archived_at) <= now);
  const ids = JSON.stringify(old.map(({ session_id }) => session_id));
  sql.exec('DELETE FROM entries WHERE session_id IN (SELECT value FROM json_each(?))', ids);
}
