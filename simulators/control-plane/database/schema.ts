import type { Query } from './query.ts';

/**
 * Runs with createProject and nowhere else: whatever else is stored belongs to a project, so a database
 * without these tables has no project, and every other request ends before it needs them.
 */
export const tables: readonly Query[] = [
  ['CREATE TABLE IF NOT EXISTS projects (id TEXT PRIMARY KEY, node_url TEXT NOT NULL, created_at INTEGER NOT NULL)'],
  [
    `CREATE TABLE IF NOT EXISTS tokens (hash TEXT PRIMARY KEY, role TEXT NOT NULL, project_id TEXT NOT NULL,
      subject TEXT NOT NULL, expires_at INTEGER NOT NULL, requests_per_minute INTEGER)`,
  ],
  // Only of tokens that have a limit: the minute of their last request, and how many there were in it.
  [
    'CREATE TABLE IF NOT EXISTS token_requests (hash TEXT PRIMARY KEY, minute INTEGER NOT NULL, requests INTEGER NOT NULL)',
  ],
  // A task is 'submitting' until its session exists; it is in no list and no answer before that.
  [
    `CREATE TABLE IF NOT EXISTS tasks (id TEXT PRIMARY KEY, project_id TEXT NOT NULL, session_id TEXT NOT NULL,
      status TEXT NOT NULL, attempts INTEGER NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL)`,
  ],
  ['CREATE INDEX IF NOT EXISTS tasks_newest ON tasks (project_id, created_at, id)'],
  [
    `CREATE TABLE IF NOT EXISTS submits (project_id TEXT NOT NULL, user_id TEXT NOT NULL, key TEXT NOT NULL,
      body_hash TEXT NOT NULL, task_id TEXT NOT NULL, session_id TEXT NOT NULL, message_id TEXT NOT NULL,
      created_at INTEGER NOT NULL, PRIMARY KEY (project_id, user_id, key))`,
  ],
  ['CREATE INDEX IF NOT EXISTS submits_task ON submits (task_id)'],
  [
    `CREATE TABLE IF NOT EXISTS workspaces (id TEXT PRIMARY KEY, project_id TEXT NOT NULL, task_id TEXT NOT NULL,
      session_id TEXT NOT NULL, created_at INTEGER NOT NULL)`,
  ],
  // Copies: what is true of a live session its object says.
  [
    `CREATE TABLE IF NOT EXISTS live_records (session_id TEXT NOT NULL, project_id TEXT NOT NULL, user_id TEXT NOT NULL,
      total_tokens INTEGER NOT NULL, message_count INTEGER NOT NULL, last_message_at INTEGER, preview TEXT,
      PRIMARY KEY (project_id, session_id))`,
  ],
];
