import type { Order, ProjectCalls, Result } from '../calls.ts';
import { backoff } from '../failures.ts';
import type { Job } from '../task-runner/job.ts';

/** A workspace is made for the session that the task has (TASK-1). */
export async function sessionForWorkspace(_project: ProjectCalls, order: Order): Promise<string> {
  return order.sessionId;
}

/** Asked again, the node is asked for the same workspace: after a crash it may be running already (TASK-7). */
export function workspaceToAsk(job: Job): string {
  return job.workspaceId;
}

/** The workspace is linked to its session as soon as the node has agreed (TASK-5). */
export async function link(project: ProjectCalls, job: Job): Promise<Result<unknown>> {
  const provider = { role: 'provider', subject: '', madeFor: null } as const;
  return project.linkWorkspace(provider, job.order.sessionId, job.workspaceId);
}

/** Milliseconds until a step that failed is tried again; null: never. All are, until they hold (TASK-6). */
export function retryDelay(job: Pick<Job, 'step' | 'attempt'>): number | null {
  return backoff(job.attempt);
}
