import { type FeedFrame, limits, type Message, type Session } from '../../../contracts/wire/index.ts';
import type { Order, PageRequest } from '../calls.ts';
import type { Outcome } from '../database/tasks.ts';
import type { Sql } from '../platform.ts';
import type { Rules } from '../rules.ts';
import { dropDeadline, setDeadline } from './deadlines.ts';
import { record } from './feed.ts';

export type SessionRow = {
  id: string;
  task_id: string;
  project_id: string;
  topic: string;
  status: Session['status'];
  workspace_id: string | null;
  message_count: number;
  created_at: number;
  agent_completed_at: number | null;
  /** `message_count` when the agent said that it had completed. */
  count_at_completion: number | null;
  stopped_at: number | null;
  /** How the task ends, once the session is stopped. */
  outcome: Outcome | null;
  /** The Order of its task, as JSON: the runner may have to be told again. */
  task_order: string;
};

type SessionEventType = Extract<FeedFrame, { session: Session }>['type'];

export function findSession(sql: Sql, sessionId: string): SessionRow | null {
  return sql.exec<SessionRow>('SELECT * FROM sessions WHERE id = ?', sessionId).toArray()[0] ?? null;
}

/** A session that is known to be there. */
export function sessionAt(sql: Sql, sessionId: string): SessionRow {
  const row = findSession(sql, sessionId);
  if (!row) throw new Error('A session was changed but is not there.');
  return row;
}

/** Newest first. */
export function listSessions(sql: Sql, rules: Rules, page: PageRequest) {
  const older = rules.pageCondition(page.after);
  const found = sql
    .exec<SessionRow>(
      `SELECT * FROM sessions WHERE ${older.sql} ORDER BY created_at DESC, id DESC LIMIT ?`,
      ...older.values,
      page.limit + 1,
    )
    .toArray();
  const { rows, nextCursor } = rules.cutPage(found, page.limit);
  return { sessions: rows.map(rules.describeSession), nextCursor };
}

/** Says in the feed what happened to a session, with the session as it is now. */
export function tell(
  sql: Sql,
  rules: Pick<Rules, 'describeSession'>,
  type: SessionEventType,
  sessionId: string,
  now: number,
): FeedFrame {
  return record(sql, { type, sessionId, at: now, session: rules.describeSession(sessionAt(sql, sessionId)) });
}

export function insertSession(sql: Sql, order: Order, now: number): void {
  sql.exec(
    `INSERT INTO sessions (id, task_id, project_id, topic, status, message_count, created_at, task_order)
    VALUES (?, ?, ?, ?, 'active', 0, ?, ?)`,
    order.sessionId,
    order.taskId,
    order.projectId,
    topicOf(order.prompt.content),
    now,
    JSON.stringify(order),
  );
}

/** The first characters, none of them cut in half. */
function topicOf(content: string): string {
  return Array.from(content.slice(0, 2 * limits.topicCharacters))
    .slice(0, limits.topicCharacters)
    .join('');
}

export function insertMessage(sql: Sql, message: Message): FeedFrame {
  const { sessionId, seq, messageId, role, content, createdAt, storedAt } = message;
  sql.exec(
    'INSERT INTO messages (session_id, seq, message_id, role, content, created_at, stored_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
    sessionId,
    seq,
    messageId,
    role,
    content,
    createdAt,
    storedAt,
  );
  sql.exec('UPDATE sessions SET message_count = ? WHERE id = ?', seq, sessionId);
  return record(sql, { type: 'message.new', sessionId, at: storedAt, message });
}

/**
 * Stops a session within a transaction. What is to be done outside of the object (workspace, task) is left to a
 * deadline, which is tried until it holds.
 */
export function stop(sql: Sql, rules: Rules, sessionId: string, outcome: Outcome, now: number): FeedFrame[] {
  sql.exec("UPDATE sessions SET status = 'stopped', stopped_at = ?, outcome = ? WHERE id = ?", now, outcome, sessionId);
  dropDeadline(sql, 'cleanup', sessionId);
  dropDeadline(sql, 'confirm', sessionId);
  setDeadline(sql, 'finish', sessionId, now);
  return [tell(sql, rules, 'session.stopped', sessionId, now)];
}

/** Cleans a session up within a transaction, if it still has to be (TASK-14). */
export function cleanUp(sql: Sql, rules: Rules, sessionId: string, now: number): FeedFrame[] {
  dropDeadline(sql, 'cleanup', sessionId);
  const row = findSession(sql, sessionId);
  if (!row || !rules.cleansUp(row)) return [];
  return [tell(sql, rules, 'session.idle_cleanup', sessionId, now), ...stop(sql, rules, sessionId, 'completed', now)];
}
