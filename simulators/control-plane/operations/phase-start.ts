import { operations, type PhaseStart } from '../../../contracts/wire/index.ts';
import { findTask } from '../database/tasks.ts';
import { reach, StoreFailure } from '../failures.ts';
import { readBody } from '../http/read.ts';
import { granted, Refused } from '../http/refused.ts';
import type { StartOrder } from '../phases/calls.ts';
import { type Ask, idIn, projectDataOf } from './handler.ts';
import { checkStorable, forget, phaseIn } from './phase-asks.ts';
import { phaseFailed } from './phase-failed.ts';

/**
 * Decides, takes the lock where something is to be replaced, asks whether the task exists, decides again and does it.
 * Between these steps others may act; what counts is the last, a transaction (PHASE-2, PHASE-5, PHASE-13).
 */
export async function startPhase(ask: Ask): Promise<Response> {
  const startedAt = Date.now();
  const body = await readBody(ask.request, operations.startPhase.body, ask.rules);
  checkStorable('parameters', JSON.stringify(body.parameters ?? {}));
  const order: StartOrder = {
    sessionId: crypto.randomUUID(),
    projectId: ask.project.projectId,
    taskId: idIn(ask, 'taskId'),
    phase: phaseIn(ask),
    userId: ask.caller.subject,
    model: body.model,
    parameters: body.parameters ?? {},
    replace: body.replace ?? null,
    startedAt,
    found: null,
  };
  const begun = granted(await reach('the project', () => projectDataOf(ask).beginPhase(order)));
  if (begun.start) return Response.json(begun.start);
  await checkTask(ask, order.taskId, begun.lockId);
  const start = await place(ask, { ...order, found: begun.found }, begun.lockId);
  if (start.outcome === 'existing') return Response.json(start);
  await forget(ask, [order]);
  return Response.json(start, { status: 201 });
}

/** @throws Refused where there is no such task. Nothing has happened then, and nobody holds the lock any more. */
async function checkTask(ask: Ask, taskId: string, lockId: string | null): Promise<void> {
  try {
    const task = await findTask(ask.env.DB, ask.project.projectId, taskId);
    if (!task) throw new Refused('not_found', 'There is no such task.');
  } catch (error) {
    if (lockId !== null) await free(ask, lockId);
    throw error;
  }
}

/** Where this fails too, the lock is free when its lease ends. */
async function free(ask: Ask, lockId: string): Promise<void> {
  try {
    await projectDataOf(ask).freePhaseLock(lockId);
  } catch (error) {
    console.error('A lock was not freed, and will be when its lease ends.', error);
  }
}

/** Success is answered for what is there, failure for what is not and never will be (PHASE-13, PHASE-15). */
async function place(ask: Ask, order: StartOrder, lockId: string | null): Promise<PhaseStart> {
  const { rules } = ask;
  try {
    return granted(await reach('the project', () => rules.commitStart(projectDataOf(ask), order, lockId)));
  } catch (error) {
    if (!(error instanceof StoreFailure)) throw error;
    const settled = await reach('the project', () => projectDataOf(ask).settlePhase(order.sessionId, lockId));
    if (settled) return settled;
    throw phaseFailed(rules, 'session_creation_failed', error);
  }
}
