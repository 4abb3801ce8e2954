import type {
  LiveEvent,
  LiveMetadata,
  LiveState,
  NewLiveSession,
  PermissionMode,
} from '../../../contracts/wire/index.ts';
import type { Sql } from '../platform.ts';

export type LiveRow = {
  id: string;
  project_id: string;
  user_id: string;
  state: LiveState;
  /** Number of the query loop that was started last. */
  run: number;
  mode: PermissionMode;
  cwd: string;
  branch: string;
  worktree: string | null;
  /** Of the last event. */
  seq: number;
  /** Time of the last change of state. */
  state_at: number;
  total_tokens: number;
  message_count: number;
  last_message_at: number | null;
  preview: string | null;
  /** The connection that sent last. */
  owner: string | null;
  /** While CLOSING: when it has to have ended. */
  closing_due: number | null;
  /** When its metadata are copied to the database again; null: the copy is up to date. */
  save_due: number | null;
  created_at: number;
  /** Time of the last event. */
  updated_at: number;
};

/** A prompt and the reply to it, as far as it came. */
export type TurnRow = {
  /** Of the prompt. */
  message_id: string;
  session_id: string;
  client_msg_id: string;
  /** Of its `user_message`. */
  seq: number;
  kind: 'send' | 'interrupt';
  prompt: string;
  status: 'waiting' | 'running' | 'done';
  reply_id: string | null;
  reply: string;
  chunks: number;
};

/** Of several records with one id, the first that was made. */
export function findLive(sql: Sql, sessionId: string): LiveRow | null {
  return (
    sql.exec<LiveRow>('SELECT * FROM sessions WHERE id = ? ORDER BY rowid LIMIT 1', sessionId).toArray()[0] ?? null
  );
}

/** A session that is known to be there. */
export function liveAt(sql: Sql, sessionId: string): LiveRow {
  const row = findLive(sql, sessionId);
  if (!row) throw new Error('A live session was changed but is not there.');
  return row;
}

export function insertLive(
  sql: Sql,
  { sessionId, projectId, userId }: { sessionId: string; projectId: string; userId: string },
  wanted: NewLiveSession,
  now: number,
): void {
  sql.exec(
    `INSERT INTO sessions (id, project_id, user_id, state, run, mode, cwd, branch, worktree, seq, state_at,
      total_tokens, message_count, created_at, updated_at)
    VALUES (?, ?, ?, 'CREATED', 0, ?, ?, ?, ?, 0, 0, 0, 0, ?, ?)`,
    sessionId,
    projectId,
    userId,
    wanted.mode ?? 'ask',
    wanted.cwd ?? '/workspace',
    wanted.branch ?? 'main',
    wanted.worktree ?? null,
    now,
    now,
  );
}

/** Removes a session with all that is stored of it; its id is free again. */
export function removeLive(sql: Sql, sessionId: string): void {
  sql.exec('DELETE FROM sessions WHERE id = ?', sessionId);
  sql.exec('DELETE FROM events WHERE session_id = ?', sessionId);
  sql.exec('DELETE FROM turns WHERE session_id = ?', sessionId);
}

export function metadataOf(row: LiveRow): LiveMetadata {
  return {
    totalTokens: row.total_tokens,
    messageCount: row.message_count,
    lastMessageAt: row.last_message_at,
    firstMessagePreview: row.preview,
  };
}

/** The copy in the database is out of date from now on; `retry` is when it is written again, should that fail. */
export function storeMetadata(sql: Sql, sessionId: string, metadata: LiveMetadata, retry: number): void {
  sql.exec(
    `UPDATE sessions SET total_tokens = ?, message_count = ?, last_message_at = ?, preview = ?, save_due = ?
    WHERE id = ?`,
    metadata.totalTokens,
    metadata.messageCount,
    metadata.lastMessageAt,
    metadata.firstMessagePreview,
    retry,
    sessionId,
  );
}

/** Events of a session after `after`, in order; at most `rows`. */
export function eventsAfter(sql: Sql, sessionId: string, after: number, rows = Number.MAX_SAFE_INTEGER): LiveEvent[] {
  return sql
    .exec<{ event: string }>(
      'SELECT event FROM events WHERE session_id = ? AND seq > ? ORDER BY seq LIMIT ?',
      sessionId,
      after,
      rows,
    )
    .toArray()
    .map((row) => JSON.parse(row.event) as LiveEvent);
}

/** Turns without an end, in the order in which they were accepted. */
export function unfinishedTurns(sql: Sql, sessionId: string): TurnRow[] {
  return sql
    .exec<TurnRow>("SELECT * FROM turns WHERE session_id = ? AND status <> 'done' ORDER BY seq", sessionId)
    .toArray();
}

export function turnAt(sql: Sql, messageId: string): TurnRow {
  const turn = sql.exec<TurnRow>('SELECT * FROM turns WHERE message_id = ?', messageId).toArray()[0];
  if (!turn) throw new Error('A turn was changed but is not there.');
  return turn;
}
