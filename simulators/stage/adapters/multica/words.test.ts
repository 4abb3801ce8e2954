import { randomUUID } from 'node:crypto';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { OperationName } from '../../../../contracts/wire/index.ts';
import { portsFor } from '../../ports-for.ts';
import { readOptions } from '../options.ts';
import { adapterTarget } from '../target.ts';
import { multica } from './index.ts';
import { startMultica } from './testing/server.ts';

/** A project on the test server, with a runtime and an agent there; `say` asks and answers status, code and body. */
async function begun() {
  const server = await startMultica();
  const lane = await adapterTarget(multica, readOptions(multica, server.options), 1).lane();
  const stage = await lane.raise({ seed: 1, plan: [], mutant: null, nameOf: (alias) => alias });
  onTestFinished(async () => {
    await stage.clear('ended');
    await lane.stop();
    await server.stop();
  });
  const { link } = portsFor(stage.network, 'harness', 1);
  const made = { projectId: '', token: '' };
  const say = async (operation: OperationName, params: Record<string, string>, body?: unknown) => {
    const { projectId, token } = made;
    const call = { operation, params: { projectId, ...params }, token, ...(body === undefined ? {} : { body }) };
    const answer = await stage.network.scheduler.play(link.request(call));
    const read: Record<string, unknown> = Object(answer.body);
    return { status: answer.status, code: read.code, body: read };
  };
  const project = await say('createProject', {}, { nodeUrl: 'http://node.test' });
  made.projectId = String(project.body.projectId);
  const about = { role: 'user', userId: 'alice', projectId: made.projectId, expiresInSeconds: 10 ** 8 };
  made.token = String((await say('createToken', {}, about)).body.token);
  await say('registerRuntime', { runtimeId: 'laptop' }, { name: 'laptop', provider: 'cli' });
  const agent = await say('createAgent', {}, { name: 'Fixer', runtimeId: 'laptop' });
  const agentId = String(agent.body.agentId);
  const queue = async () => {
    const body = { taskId: randomUUID(), issueId: randomUUID(), prompt: 'Fix the login page' };
    expect(await say('queueIssueTask', { agentId }, body)).toMatchObject({ status: 201, body: { state: 'queued' } });
    return { taskId: body.taskId };
  };
  const claim = async () => {
    const claimKey = randomUUID();
    const { body } = await say('claimTask', { runtimeId: 'laptop' }, { claimKey });
    return { claimKey, task: body.task };
  };
  return { say, queue, claim, history: () => stage.network.recorder.history };
}

describe('what a daemon says', { timeout: 20_000 }, () => {
  test('of a run that a user has called off is refused, and what has ended is not called off', async () => {
    const { say, queue, claim, history } = await begun();
    const task = await queue();
    const { claimKey } = await claim();
    expect(await say('completeTask', task, { claimKey, output: 'Done' })).toMatchObject({ code: 'task_not_started' });
    expect(await say('startAgentTask', task, { claimKey })).toMatchObject({ status: 200, body: { state: 'running' } });
    expect(await say('cancelAgentTask', task)).toMatchObject({ status: 200, body: { state: 'cancelled' } });
    expect(await say('cancelAgentTask', task)).toMatchObject({ status: 200 });
    expect(await say('completeTask', task, { claimKey, output: 'Done' })).toMatchObject({ code: 'task_ended' });
    const next = await queue();
    const { claimKey: key } = await claim();
    await say('startAgentTask', next, { claimKey: key });
    await say('completeTask', next, { claimKey: key, output: 'Done', sessionId: 's-1', workDir: '/w' });
    expect(await say('cancelAgentTask', next)).toMatchObject({ code: 'task_ended' });
    expect(await say('getAgentTask', next)).toMatchObject({
      body: { state: 'completed', output: 'Done', workDir: '/w' },
    });
    expect(history().filter(({ kind }) => kind === 'violation')).toEqual([]);
  });

  test('of an attempt that was lost is refused, and both attempts are one task', async () => {
    const { say, queue, claim } = await begun();
    const task = await queue();
    const { claimKey } = await claim();
    await say('startAgentTask', task, { claimKey });
    const recovered = await say('recoverOrphans', { runtimeId: 'laptop' });
    expect(recovered.body).toEqual({ recovered: [task.taskId], failed: [] });
    expect(await say('completeTask', task, { claimKey, output: 'Late' })).toMatchObject({
      code: 'claim_lost',
    });
    const again = await claim();
    expect(again.task).toMatchObject({ taskId: task.taskId, attempt: 2 });
    const lost = await say('recoverOrphans', { runtimeId: 'laptop' });
    expect(lost.body).toEqual({ recovered: [], failed: [task.taskId] });
    expect((await say('listAgentTasks', {})).body.tasks).toMatchObject([
      { ...task, attempt: 2, state: 'failed', failureReason: 'runtime_recovery' },
    ]);
  });

  test('for a claim again ends the play: it would take another task', async () => {
    const { say, queue, claim } = await begun();
    await queue();
    const { claimKey } = await claim();
    await expect(say('claimTask', { runtimeId: 'laptop' }, { claimKey })).rejects.toThrow(
      'the adapter multica has no claim that can be said again',
    );
  });

  test('to show that it lives is answered with the runtime, and those of others are not shown', async () => {
    const { say } = await begun();
    const beat = await say('heartbeat', { runtimeId: 'laptop' });
    expect(beat.body).toMatchObject({ runtimeId: 'laptop', provider: 'cli', status: 'online' });
    expect((await say('listRuntimes', {})).body.runtimes).toEqual([beat.body]);
    expect(await say('heartbeat', { runtimeId: 'nobody' })).toMatchObject({ code: 'not_found' });
  });
});
