import type { Order, ProjectCalls, Result } from '../calls.ts';
import { forget, type Submit } from '../database/submits.ts';
import type { Database } from '../platform.ts';

export interface SubmittedIds {
  taskId: string;
  sessionId: string;
  messageId: string;
}

/** A submit is remembered by the key its sender gave it (TASK-1). */
export function rememberedKey(key: string): string {
  return key;
}

/** A session is made for a task in one call: session and first message, or nothing (TASK-2, TASK-4). */
export function makeSession(project: ProjectCalls, order: Order): Promise<void> {
  return project.createSession(order);
}

/**
 * The session was refused: nothing of the submit stays, and no id is invented (TASK-2, TASK-3). Where another request
 * with the same key may have made the session, nothing is undone and the key resolves it.
 */
export async function sessionRefused(db: Database, submit: Submit): Promise<Result<SubmittedIds>> {
  if (await forget(db, submit.taskId)) {
    return { ok: false, code: 'session_unavailable', detail: 'The session could not be created. Send it again.' };
  }
  return { ok: false, code: 'unavailable', detail: 'Another attempt with this key is open. Send it again.' };
}
