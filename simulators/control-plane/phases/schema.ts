import type { Sql } from '../platform.ts';

/** The tables of phase sessions, beside those of the project they belong to. That one session of a phase is visible is kept by the transactions. */
export function createPhaseTables(sql: Sql): void {
  sql.exec(`
    CREATE TABLE IF NOT EXISTS phase_sessions (
      id TEXT PRIMARY KEY, project_id TEXT NOT NULL, task_id TEXT NOT NULL, phase TEXT NOT NULL, model_id TEXT NOT NULL,
      model_version TEXT NOT NULL, parameters TEXT NOT NULL, state TEXT NOT NULL, version INTEGER NOT NULL, title TEXT,
      user_id TEXT NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, started_at INTEGER,
      ended_at INTEGER, deleted_at INTEGER, replaced_by TEXT, message_count INTEGER NOT NULL);
    CREATE INDEX IF NOT EXISTS phase_sessions_phase ON phase_sessions (task_id, phase);
    CREATE INDEX IF NOT EXISTS phase_sessions_newest ON phase_sessions (created_at, id);
    CREATE INDEX IF NOT EXISTS phase_sessions_deleted ON phase_sessions (deleted_at, id);
    CREATE TABLE IF NOT EXISTS phase_messages (
      session_id TEXT NOT NULL, seq INTEGER NOT NULL, message_id TEXT NOT NULL, user_id TEXT NOT NULL,
      content TEXT NOT NULL, stored_at INTEGER NOT NULL, PRIMARY KEY (session_id, seq));
    CREATE UNIQUE INDEX IF NOT EXISTS phase_messages_id ON phase_messages (session_id, message_id);
    CREATE TABLE IF NOT EXISTS phase_logs (
      nth INTEGER PRIMARY KEY, session_id TEXT NOT NULL, at INTEGER NOT NULL, event TEXT NOT NULL,
      version INTEGER NOT NULL, user_id TEXT NOT NULL);
    CREATE INDEX IF NOT EXISTS phase_logs_session ON phase_logs (session_id, nth);
    CREATE TABLE IF NOT EXISTS phase_locks (
      session_id TEXT PRIMARY KEY, lock_id TEXT NOT NULL, expires_at INTEGER NOT NULL);
    CREATE TABLE IF NOT EXISTS phase_models (model_id TEXT PRIMARY KEY, deleted_at INTEGER NOT NULL);
    CREATE TABLE IF NOT EXISTS phase_voids (session_id TEXT PRIMARY KEY);
    CREATE TABLE IF NOT EXISTS phase_settings (id INTEGER PRIMARY KEY CHECK (id = 1), locking INTEGER NOT NULL);
    CREATE TABLE IF NOT EXISTS phase_counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL);
  `);
}
