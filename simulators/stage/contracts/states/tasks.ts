import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { StateParams } from '../../../../contracts/provider/states.ts';
import { anyBody, type Provider, type Values } from '../provider.ts';

const submitted = z.object({ taskId: z.string(), sessionId: z.string(), messageId: z.string() });

/** A project without anything in it. */
export async function aProject(provider: Provider): Promise<Values> {
  return provider.newScene();
}

/** A task with its session, and the VM agent of its workspace. */
export async function aTask(provider: Provider, params: StateParams<'a task'>): Promise<Values> {
  const { projectId, token } = await provider.newScene(params.linked ? 'willing' : 'unwilling');
  const headers = { 'idempotency-key': params.idempotencyKey ?? randomUUID() };
  const task = await provider.ask(
    submitted,
    'submitTask',
    { projectId },
    { token, headers, body: { message: params.prompt } },
  );
  await provider.command({ ring: [{ binding: 'TASK_RUNNER', name: task.taskId }] });
  const ordered = provider.nodes.orderOf(task.taskId);
  if (!ordered) throw new Error('The node was not asked for the workspace of the task');
  const { workspaceId, token: agentToken } = ordered;
  const ofSession = { projectId, sessionId: task.sessionId };
  if (params.messages.length > 0) {
    const batch = { token: agentToken, body: { messages: params.messages } };
    const { results } = await provider.ask(batchAnswer, 'appendMessages', ofSession, batch);
    const unfit = results.find(({ status }) => status !== 'stored');
    if (unfit) throw new Error(`A message of the state was not stored: ${unfit.detail ?? unfit.status}`);
  }
  if (params.agentCompleted) await provider.ask(anyBody, 'completeAgent', ofSession, { token: agentToken });
  if (params.stopped) {
    await provider.ask(anyBody, 'stopSession', ofSession, { token });
    // The task of a stopped session ends a moment later.
    await provider.command({ ring: [{ binding: 'PROJECT_DATA', name: projectId }] });
  }
  return { projectId, token, ...task, workspaceId, agentToken };
}

const batchAnswer = z.object({
  results: z.array(z.object({ status: z.string(), detail: z.string().optional() })),
});
