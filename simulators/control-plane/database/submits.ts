import { limits } from '../../../contracts/wire/index.ts';
import type { Database } from '../platform.ts';
import { query, together } from './query.ts';

/** A request to make a task, with the ids it gets if it is the first of its key. */
export interface Submit {
  projectId: string;
  userId: string;
  key: string;
  bodyHash: string;
  taskId: string;
  sessionId: string;
  messageId: string;
}
/** What the key stands for: the submit that was first, and how far it came. */
export interface Remembered {
  bodyHash: string;
  taskId: string;
  sessionId: string;
  messageId: string;
  status: string;
}

/**
 * Stores task and key, or finds what the key stands for. The loser of a race goes on with the ids of the
 * winner. Each request that goes on counts as an attempt to make the session (see `forget`).
 */
export async function remember(db: Database, submit: Submit, now: number): Promise<Remembered> {
  const { projectId, userId, key, bodyHash, taskId, sessionId, messageId } = submit;
  const answers = await together<Remembered>(db, [
    [
      `INSERT INTO submits (project_id, user_id, key, body_hash, task_id, session_id, message_id, created_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (project_id, user_id, key) DO UPDATE SET body_hash = excluded.body_hash, task_id = excluded.task_id,
        session_id = excluded.session_id, message_id = excluded.message_id, created_at = excluded.created_at
      WHERE submits.created_at <= ?`,
      projectId,
      userId,
      key,
      bodyHash,
      taskId,
      sessionId,
      messageId,
      now,
      now - limits.idempotencyKeyLife,
    ],
    [
      `INSERT INTO tasks (id, project_id, session_id, status, attempts, created_at, updated_at)
      SELECT task_id, project_id, session_id, 'submitting', 0, ?, ? FROM submits WHERE task_id = ?`,
      now,
      now,
      taskId,
    ],
    [
      `UPDATE tasks SET attempts = attempts + 1 WHERE status = 'submitting' AND id =
        (SELECT task_id FROM submits WHERE project_id = ? AND user_id = ? AND key = ? AND body_hash = ?)`,
      projectId,
      userId,
      key,
      bodyHash,
    ],
    [
      `SELECT s.body_hash AS bodyHash, s.task_id AS taskId, s.session_id AS sessionId, s.message_id AS messageId, t.status
      FROM submits s JOIN tasks t ON t.id = s.task_id WHERE s.project_id = ? AND s.user_id = ? AND s.key = ?`,
      projectId,
      userId,
      key,
    ],
  ]);
  const found = answers.at(-1)?.results[0];
  if (!found) throw new Error('A submit was stored but is not there.');
  return found;
}

/**
 * Undoes a submit whose attempt to make the session was refused. Only the last open attempt may: another may have
 * made the session, or may be about to. An attempt of unknown outcome stays open for ever, and so does its key.
 * Answers whether nothing of the submit is left.
 */
export async function forget(db: Database, taskId: string): Promise<boolean> {
  const answers = await together<{ id: string }>(db, [
    ["UPDATE tasks SET attempts = attempts - 1 WHERE id = ? AND status = 'submitting'", taskId],
    [
      `DELETE FROM submits WHERE task_id = ?
        AND EXISTS (SELECT 1 FROM tasks WHERE id = ? AND status = 'submitting' AND attempts = 0)`,
      taskId,
      taskId,
    ],
    ["DELETE FROM tasks WHERE id = ? AND status = 'submitting' AND attempts = 0 RETURNING id", taskId],
  ]);
  return answers.at(-1)?.results.length === 1;
}

/** The session of the task exists: the task may be seen. */
export async function markQueued(db: Database, taskId: string, now: number): Promise<void> {
  await query(
    db,
    "UPDATE tasks SET status = 'queued', updated_at = ? WHERE id = ? AND status = 'submitting'",
    now,
    taskId,
  );
}
