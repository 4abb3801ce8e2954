import type { Sql } from '../platform.ts';

/** 1: pointers have no runtime. 2: they have. */
export type SchemaVersion = 1 | 2;

const chatColumns = `id TEXT PRIMARY KEY, agent_id TEXT NOT NULL, title TEXT NOT NULL, session_id TEXT, work_dir TEXT,
  created_at INTEGER NOT NULL`;

/** A new store is of the new version at once. */
export function createRuntimeTables(sql: Sql): void {
  sql.exec(`
    CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL);
    CREATE TABLE IF NOT EXISTS runtimes (
      id TEXT PRIMARY KEY, name TEXT NOT NULL, provider TEXT NOT NULL, removed INTEGER NOT NULL,
      last_heartbeat_at INTEGER NOT NULL);
    CREATE TABLE IF NOT EXISTS agents (id TEXT PRIMARY KEY, name TEXT NOT NULL, runtime_id TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS chats (${chatColumns}, runtime_id TEXT);
    CREATE TABLE IF NOT EXISTS tasks (
      id TEXT PRIMARY KEY, agent_id TEXT NOT NULL, kind TEXT NOT NULL, issue_id TEXT, chat_id TEXT, prompt TEXT NOT NULL,
      runtime_id TEXT NOT NULL, state TEXT NOT NULL, attempt INTEGER NOT NULL, session_id TEXT, work_dir TEXT,
      failure_reason TEXT, error TEXT, output TEXT, claim_key TEXT, claim_expires_at INTEGER, offered_session TEXT,
      offered_work_dir TEXT, created_at INTEGER NOT NULL, dispatched_at INTEGER, started_at INTEGER,
      finished_at INTEGER);
    CREATE INDEX IF NOT EXISTS tasks_waiting ON tasks (runtime_id, state, created_at);
    CREATE INDEX IF NOT EXISTS tasks_of_issue ON tasks (agent_id, issue_id);
    CREATE INDEX IF NOT EXISTS tasks_of_chat ON tasks (chat_id);
    CREATE TABLE IF NOT EXISTS claims (
      runtime_id TEXT NOT NULL, claim_key TEXT NOT NULL, task_id TEXT NOT NULL, PRIMARY KEY (runtime_id, claim_key));
    CREATE TABLE IF NOT EXISTS task_messages (
      task_id TEXT NOT NULL, attempt INTEGER NOT NULL, seq INTEGER NOT NULL, type TEXT NOT NULL, content TEXT NOT NULL,
      stored_at INTEGER NOT NULL, PRIMARY KEY (task_id, attempt, seq));
    INSERT INTO schema_version (version) SELECT 2 WHERE NOT EXISTS (SELECT 1 FROM schema_version);
  `);
}

export function schemaVersion(sql: Sql): SchemaVersion {
  const row = sql.exec<{ version: SchemaVersion }>('SELECT version FROM schema_version').toArray()[0];
  return row?.version ?? 2;
}

/** Only for a store without chats: it is as the old version made it. */
export function useOldSchema(sql: Sql): void {
  sql.exec('DROP TABLE chats');
  sql.exec(`CREATE TABLE chats (${chatColumns})`);
  sql.exec('UPDATE schema_version SET version = 1');
}

/** Gives pointers a place for their runtime (RUN-6). Again it changes nothing. */
export function expandSchema(sql: Sql): void {
  if (schemaVersion(sql) === 2) return;
  sql.exec('ALTER TABLE chats ADD COLUMN runtime_id TEXT');
  sql.exec('UPDATE schema_version SET version = 2');
}
