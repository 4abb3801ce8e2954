import type { Sql } from '../platform.ts';

/**
 * One session per task, one message per id and one link per session are kept by the transactions that write,
 * which the object runs one at a time; so the tables need no constraint beyond their keys.
 */
export function createTables(sql: Sql): void {
  sql.exec(`
    CREATE TABLE IF NOT EXISTS sessions (
      id TEXT PRIMARY KEY, task_id TEXT NOT NULL, project_id TEXT NOT NULL, topic TEXT NOT NULL, status TEXT NOT NULL,
      workspace_id TEXT, message_count INTEGER NOT NULL, created_at INTEGER NOT NULL, agent_completed_at INTEGER,
      count_at_completion INTEGER, stopped_at INTEGER, outcome TEXT, task_order TEXT NOT NULL);
    CREATE INDEX IF NOT EXISTS sessions_task ON sessions (task_id);
    CREATE INDEX IF NOT EXISTS sessions_newest ON sessions (created_at, id);
    CREATE TABLE IF NOT EXISTS messages (
      session_id TEXT NOT NULL, seq INTEGER NOT NULL, message_id TEXT NOT NULL, role TEXT NOT NULL,
      content TEXT NOT NULL, created_at INTEGER NOT NULL, stored_at INTEGER NOT NULL,
      PRIMARY KEY (session_id, seq));
    CREATE INDEX IF NOT EXISTS messages_id ON messages (message_id, session_id);
    CREATE TABLE IF NOT EXISTS feed (
      cursor INTEGER PRIMARY KEY, session_id TEXT NOT NULL, frame TEXT NOT NULL);
    CREATE INDEX IF NOT EXISTS feed_session ON feed (session_id, cursor);
    CREATE TABLE IF NOT EXISTS deadlines (
      kind TEXT NOT NULL, session_id TEXT NOT NULL, due INTEGER NOT NULL, attempt INTEGER NOT NULL,
      PRIMARY KEY (kind, session_id));
    CREATE INDEX IF NOT EXISTS deadlines_due ON deadlines (due);
  `);
}
