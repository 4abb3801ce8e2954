import {
  type BatchResult,
  type FeedFrame,
  limits,
  type NewMessage,
  type Session,
} from '../../../contracts/wire/index.ts';
import type { Entry, Order, Result } from '../calls.ts';
import type { Sql } from '../platform.ts';
import { insertMessage, insertSession, type SessionRow, tell } from '../project-data/sessions.ts';
import type { Rules } from '../rules.ts';

/** The session that a task has already: there is one for each task, whoever asks how often (TASK-1). */
export function existingSession(sql: Sql, order: Order): boolean {
  return sql.exec('SELECT 1 FROM sessions WHERE task_id = ?', order.taskId).toArray().length > 0;
}

/** A session is stored with its first message, in one transaction (TASK-2, TASK-4). */
export function storeSession(sql: Sql, rules: Rules, order: Order, now: number): FeedFrame[] {
  insertSession(sql, order, now);
  const created = tell(sql, rules, 'session.created', order.sessionId, now);
  const { messageId, content } = order.prompt;
  const message = { messageId, role: 'user', content, createdAt: now } as const;
  return [created, insertMessage(sql, { ...message, sessionId: order.sessionId, seq: 1, storedAt: now })];
}

export type LinkDecision = 'link' | 'same' | 'workspace_conflict' | 'session_stopped';

/** A link is made once and stays: the same again is harmless, another is refused (TASK-5). */
export function linkDecision(session: SessionRow, workspaceId: string): LinkDecision {
  if (session.workspace_id === workspaceId) return 'same';
  if (session.workspace_id !== null) return 'workspace_conflict';
  return session.status === 'stopped' ? 'session_stopped' : 'link';
}

/** A stopped session stores nothing new (TASK-12). */
export function acceptsMessages(session: SessionRow): boolean {
  return session.status === 'active';
}

/** A session as it is on the wire (TASK-15). */
export function describeSession(row: SessionRow): Session {
  return {
    sessionId: row.id,
    projectId: row.project_id,
    taskId: row.task_id,
    workspaceId: row.workspace_id,
    topic: row.topic,
    status: row.status,
    messageCount: row.message_count,
    createdAt: row.created_at,
    agentCompletedAt: row.agent_completed_at,
    stoppedAt: row.stopped_at,
  };
}

/** Linked or not, what is active when its idle period ends is cleaned up, and nothing twice (TASK-14). */
export function cleansUp(session: SessionRow): boolean {
  return session.status === 'active';
}

/** Any message starts the idle period again, in full (TASK-14). */
export function cleanupDue(_due: number, now: number, _stored: readonly NewMessage[]): number {
  return now + limits.idlePeriod;
}

/** A batch for a session that does not exist is refused (TASK-19). */
export function unknownSession(_entries: readonly Entry[]): Result<BatchResult[]> {
  return { ok: false, code: 'not_found', detail: 'There is no such session.' };
}
