import type { Task } from '../../../contracts/wire/index.ts';
import type { PageRequest } from '../calls.ts';
import type { Database } from '../platform.ts';
import type { Rules } from '../rules.ts';
import { query } from './query.ts';

type TaskRow = {
  id: string;
  project_id: string;
  session_id: string;
  status: Task['status'];
  created_at: number;
  updated_at: number;
};

/** How a task ends. */
export type Outcome = 'completed' | 'stopped' | 'failed';

const describe = (row: TaskRow): Task => ({
  taskId: row.id,
  projectId: row.project_id,
  sessionId: row.session_id,
  status: row.status,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});

export async function findTask(db: Database, projectId: string, taskId: string): Promise<Task | null> {
  const { results } = await query<TaskRow>(
    db,
    "SELECT * FROM tasks WHERE project_id = ? AND id = ? AND status <> 'submitting'",
    projectId,
    taskId,
  );
  return results[0] ? describe(results[0]) : null;
}

/** Newest first. */
export async function listTasks(db: Database, rules: Rules, projectId: string, page: PageRequest) {
  const older = rules.pageCondition(page.after);
  const { results } = await query<TaskRow>(
    db,
    `SELECT * FROM tasks WHERE project_id = ? AND status <> 'submitting' AND ${older.sql}
    ORDER BY created_at DESC, id DESC LIMIT ?`,
    projectId,
    ...older.values,
    page.limit + 1,
  );
  const { rows, nextCursor } = rules.cutPage(results, page.limit);
  return { tasks: rows.map(describe), nextCursor };
}

/** The session of the task is linked. A task that has ended stays ended. */
export async function markRunning(db: Database, taskId: string, now: number): Promise<void> {
  await query(
    db,
    "UPDATE tasks SET status = 'running', updated_at = ? WHERE id = ? AND status IN ('submitting', 'queued')",
    now,
    taskId,
  );
}

/** The session of the task is stopped. The first outcome stays. */
export async function markEnded(db: Database, taskId: string, outcome: Outcome, now: number): Promise<void> {
  await query(
    db,
    "UPDATE tasks SET status = ?, updated_at = ? WHERE id = ? AND status IN ('submitting', 'queued', 'running')",
    outcome,
    now,
    taskId,
  );
}
