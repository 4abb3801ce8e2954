import { limits, operations } from '../../../contracts/wire/index.ts';
import type { Order } from '../calls.ts';
import { markQueued, type Remembered, remember, type Submit } from '../database/submits.ts';
import { digest } from '../digest.ts';
import { runnerOf } from '../env.ts';
import { reach, StoreFailure } from '../failures.ts';
import { readBody, readHeaders } from '../http/read.ts';
import { granted, Refused } from '../http/refused.ts';
import { unstorable } from '../rules/messages.ts';
import type { SubmittedIds } from '../rules/submits.ts';
import { type Ask, projectDataOf } from './handler.ts';

/**
 * Task, session and runner live in three stores. The ids are chosen and stored first; then each step is idempotent under
 * them, so whoever comes after a failure (the same key, or the session's own deadline) finishes the rest (TASK-1, TASK-2):
 *
 *   1. key and task, as `submitting`, which nobody can see   2. session with its first message
 *   3. task `queued`, from here on visible                   4. runner
 */
export async function submitTask(ask: Ask): Promise<Response> {
  const { env, rules, request, project, caller } = ask;
  const key = readHeaders(request, operations.submitTask.headers)['idempotency-key'];
  const { message } = await readBody(request, operations.submitTask.body, rules);
  checkContent(ask, message);

  const submit: Submit = {
    projectId: project.projectId,
    userId: caller.subject,
    key: rules.rememberedKey(key),
    bodyHash: await digest(message),
    taskId: crypto.randomUUID(),
    sessionId: crypto.randomUUID(),
    messageId: crypto.randomUUID(),
  };
  const known = await remember(env.DB, submit, Date.now());
  if (known.bodyHash !== submit.bodyHash) {
    throw new Refused('idempotency_conflict', 'The key was used with another body.');
  }
  const order = orderOf(ask, known, message);
  if (known.status === 'submitting') {
    if (!(await makeSession(ask, order))) {
      const { taskId, sessionId, messageId } = known;
      return created(granted(await rules.sessionRefused(env.DB, { ...submit, taskId, sessionId, messageId })));
    }
    await markQueued(env.DB, known.taskId, Date.now());
  }
  if (known.status === 'submitting' || known.status === 'queued') {
    await reach('the runner', () => runnerOf(env, known.taskId).start(order));
  }
  return created(known);
}

/** Answers false where the session was certainly not made. @throws StoreFailure where that is not known. */
async function makeSession(ask: Ask, order: Order): Promise<boolean> {
  try {
    await reach('the session', () => ask.rules.makeSession(projectDataOf(ask), order));
    return true;
  } catch (error) {
    if (error instanceof StoreFailure && error.refused) return false;
    throw error;
  }
}

function checkContent({ rules }: Ask, message: string): void {
  const unfit = unstorable(message);
  if (unfit) throw new Refused('malformed_request', `body.message: the ${unfit}`);
  if (rules.sizeOf(message) > limits.messageBytes)
    throw new Refused('message_too_large', 'The message is over 100 KiB.');
}

function orderOf({ project }: Ask, known: Remembered, content: string): Order {
  const { taskId, sessionId, messageId } = known;
  return { ...project, taskId, sessionId, prompt: { messageId, content } };
}

const created = ({ taskId, sessionId, messageId }: SubmittedIds) =>
  Response.json({ taskId, sessionId, messageId }, { status: 201 });
