import { limits } from '../../../contracts/wire/index.ts';
import type { Order } from '../calls.ts';
import type { Rules } from '../rules.ts';

/**
 * What a runner still has to do, durable. `ask` the node for the workspace, `link` it to the session, `publish` that
 * the task is running; or `give-up`, when the node did not agree in time; then `rest`. Beside the step there are
 * workspaces to `remove`, whatever the step.
 */
export interface Job {
  order: Order;
  /** Chosen once, before anybody is asked (TASK-7). */
  workspaceId: string;
  step: 'ask' | 'link' | 'publish' | 'give-up' | 'rest';
  /** When the node was first asked; null: it never was, so there is nothing to remove. */
  askedAt: number | null;
  /** Failures in a row. */
  attempt: number;
  /** When to go on. */
  due: number;
  remove: string[];
  removed: string[];
}

export function newJob(order: Order, workspaceId: string, now: number): Job {
  return { order, workspaceId, step: 'ask', askedAt: null, attempt: 0, due: now, remove: [], removed: [] };
}

/** Nothing left to do: no alarm is needed. */
export function isSettled(job: Job): boolean {
  return job.step === 'rest' && job.remove.length === 0;
}

/** Milliseconds left for the node to agree. */
export function timeLeft(job: Job, now: number): number {
  return job.askedAt === null ? limits.workspaceRecovery : job.askedAt + limits.workspaceRecovery - now;
}

/** Goes on to a step, unless the job was changed meanwhile: a shutdown comes between asking and the answer. */
export function goOn(job: Job, from: Job['step'], to: Job['step']): Job {
  return job.step === from ? { ...job, step: to } : job;
}

/** The workspace of the job is not wanted any more. */
export function withoutWorkspace(job: Job): Job {
  return job.askedAt === null ? job : removing(job, job.workspaceId);
}

function removing(job: Job, workspaceId: string): Job {
  const known = job.remove.includes(workspaceId) || job.removed.includes(workspaceId);
  return known ? job : { ...job, remove: [...job.remove, workspaceId] };
}

export function hasRemoved(job: Job, workspaceId: string): Job {
  const remove = job.remove.filter((id) => id !== workspaceId);
  return { ...job, remove, removed: [...job.removed, workspaceId] };
}

/** The session is stopped: nothing is asked for any more, and what runs is removed, also what was linked by hand. */
export function shutDown(job: Job, linkedWorkspaceId: string | null, now: number): Job {
  const stopped = withoutWorkspace({ ...job, step: 'rest', attempt: 0, due: now });
  return linkedWorkspaceId === null ? stopped : removing(stopped, linkedWorkspaceId);
}

/** After a turn: on at once, or again after a while, but not later than the node's time is up. */
export function afterTurn(job: Job, held: boolean, rules: Pick<Rules, 'retryDelay'>, now: number): Job {
  if (held) return { ...job, attempt: 0, due: now };
  const delay = rules.retryDelay(job);
  if (delay === null) return { ...job, step: 'rest', due: now };
  const left = job.step === 'ask' ? Math.max(0, timeLeft(job, now)) : delay;
  return { ...job, attempt: job.attempt + 1, due: now + Math.min(delay, left) };
}
