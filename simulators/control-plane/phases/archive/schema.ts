import type { Sql } from '../../platform.ts';

/** `entries` is the archive; the rest is how a run goes on after whoever was at it has died. */
export function createArchiveTables(sql: Sql): void {
  sql.exec(`
    CREATE TABLE IF NOT EXISTS entries (
      session_id TEXT PRIMARY KEY, user_id TEXT NOT NULL, archived_at INTEGER NOT NULL, entry TEXT NOT NULL);
    CREATE INDEX IF NOT EXISTS entries_oldest ON entries (archived_at);
    CREATE TABLE IF NOT EXISTS plan (id INTEGER PRIMARY KEY CHECK (id = 1), project_id TEXT NOT NULL, next_run INTEGER);
    CREATE TABLE IF NOT EXISTS runs (
      id TEXT PRIMARY KEY, started_at INTEGER NOT NULL, ended_at INTEGER, archived INTEGER NOT NULL,
      failed INTEGER NOT NULL, alarm TEXT, fetched TEXT NOT NULL, after_at INTEGER, after_id TEXT, fetch_due INTEGER NOT NULL);
    CREATE INDEX IF NOT EXISTS runs_newest ON runs (started_at);
    CREATE TABLE IF NOT EXISTS jobs (
      session_id TEXT PRIMARY KEY, run_id TEXT NOT NULL, attempt INTEGER NOT NULL, due INTEGER NOT NULL,
      state TEXT NOT NULL);
    CREATE INDEX IF NOT EXISTS jobs_due ON jobs (state, due);
  `);
}
