import type { Sql } from '../platform.ts';

/**
 * One record per id and one turn per prompt are kept by the transactions that write, which the object runs one at a
 * time; so the tables need no constraint beyond the order of events.
 */
export function createLiveTables(sql: Sql): void {
  sql.exec(`
    CREATE TABLE IF NOT EXISTS sessions (
      id TEXT NOT NULL, project_id TEXT NOT NULL, user_id TEXT NOT NULL, state TEXT NOT NULL, run INTEGER NOT NULL,
      mode TEXT NOT NULL, cwd TEXT NOT NULL, branch TEXT NOT NULL, worktree TEXT, seq INTEGER NOT NULL,
      state_at INTEGER NOT NULL, total_tokens INTEGER NOT NULL, message_count INTEGER NOT NULL,
      last_message_at INTEGER, preview TEXT, owner TEXT, closing_due INTEGER, save_due INTEGER,
      created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL);
    CREATE INDEX IF NOT EXISTS sessions_id ON sessions (id);
    CREATE INDEX IF NOT EXISTS sessions_newest ON sessions (user_id, created_at, id);
    CREATE TABLE IF NOT EXISTS events (
      session_id TEXT NOT NULL, seq INTEGER NOT NULL, event TEXT NOT NULL, PRIMARY KEY (session_id, seq));
    CREATE TABLE IF NOT EXISTS turns (
      message_id TEXT PRIMARY KEY, session_id TEXT NOT NULL, client_msg_id TEXT NOT NULL, seq INTEGER NOT NULL,
      kind TEXT NOT NULL, prompt TEXT NOT NULL, status TEXT NOT NULL, reply_id TEXT, reply TEXT NOT NULL,
      chunks INTEGER NOT NULL);
    CREATE INDEX IF NOT EXISTS turns_prompt ON turns (session_id, client_msg_id);
    CREATE INDEX IF NOT EXISTS turns_unfinished ON turns (session_id, status);
  `);
}
