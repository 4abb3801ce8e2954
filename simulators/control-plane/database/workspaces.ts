import type { Order } from '../calls.ts';
import type { Database } from '../platform.ts';
import { together } from './query.ts';

/** How long the token of a VM agent is good for, in milliseconds: longer than any session is meant to last. */
const agentTokenLife = 30 * 24 * 60 * 60 * 1000;

/**
 * Stored before the node is asked, so that the VM agent is known from its first request on, linked or not.
 * Each time the node is asked there is a new token: it is stored as a digest, so none can be repeated.
 */
export async function admitWorkspace(
  db: Database,
  order: Order,
  workspaceId: string,
  tokenHash: string,
  now: number,
): Promise<void> {
  await together(db, [
    [
      'INSERT OR IGNORE INTO workspaces (id, project_id, task_id, session_id, created_at) VALUES (?, ?, ?, ?, ?)',
      workspaceId,
      order.projectId,
      order.taskId,
      order.sessionId,
      now,
    ],
    [
      "INSERT INTO tokens (hash, role, project_id, subject, expires_at) VALUES (?, 'vm-agent', ?, ?, ?)",
      tokenHash,
      order.projectId,
      workspaceId,
      now + agentTokenLife,
    ],
  ]);
}
