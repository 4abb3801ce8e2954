import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { limits } from '../../contracts/wire/index.ts';
import { attack, linkedTask, setUp } from './testing/setup.ts';

const setup = setUp();

describe('a runner', () => {
  test.each([
    ['admission', 'INSERT OR IGNORE INTO workspaces', 'die-before'],
    ['admission', 'INSERT OR IGNORE INTO workspaces', 'die-after'],
    ['link', 'linkWorkspace', 'die-before'],
    ['link', 'linkWorkspace', 'die-after'],
    ['publication', "SET status = 'running'", 'die-before'],
    ['publication', "SET status = 'running'", 'die-after'],
    ['admission', 'INSERT OR IGNORE INTO workspaces', 'lose'],
    ['link', 'linkWorkspace', 'refuse'],
    ['link', 'linkWorkspace', 'lose'],
    ['publication', "SET status = 'running'", 'lose'],
  ] as const)('runs exactly one workspace and links it although the %s fails (%s, %s)', async (_step, at, how) => {
    const faults = await attack(setup, { at, how });
    const { taskId, sessionId } = (await setup.project.submit()).body;
    const goOn = async () => {
      await setup.client.command({ advance: 60_000 });
      // The object may be dying just now: then the call fails, and the next finds the object as it was left.
      await setup.project.ringRunner(taskId).catch(() => null);
    };
    for (let round = 0; round < 4; round++) await goOn();
    await faults.spent();
    expect((await setup.project.task(taskId)).status).toBe('running');
    expect(setup.node.running()).toEqual([(await setup.project.session(sessionId)).workspaceId]);
    expect(new Set(setup.node.calls.map((call) => call.workspaceId)).size).toBe(1);
  });

  test('gives up after ten minutes without the agreement of the node: nothing runs, the task has failed', async () => {
    setup.node.answer = (call) => (call.method === 'PUT' ? 500 : 204);
    const { taskId, sessionId } = (await setup.project.submit()).body;
    await setup.project.ringRunner(taskId);
    await setup.client.command({ advance: limits.workspaceRecovery - 5_000 });
    await setup.project.ringRunner(taskId);
    expect((await setup.project.task(taskId)).status).toBe('queued');
    await setup.client.command({ advance: 5_000 });
    await setup.project.ringRunner(taskId);
    await setup.project.ringRunner(taskId);
    expect((await setup.project.task(taskId)).status).toBe('failed');
    expect(await setup.project.session(sessionId)).toMatchObject({ status: 'stopped', workspaceId: null });
    expect(setup.node.running()).toEqual([]);
    expect(new Set(setup.node.calls.map((call) => call.workspaceId)).size).toBe(1);
  });

  test('gives its workspace back when the session was linked by hand, and the task runs', async () => {
    setup.node.answer = (call) => (call.method === 'PUT' ? 503 : 204);
    const { taskId, sessionId } = (await setup.project.submit()).body;
    await setup.project.ringRunner(taskId);
    const workspaceId = randomUUID();
    const link = (id: string) =>
      setup.project.as('linkWorkspace', { params: { sessionId }, body: { workspaceId: id } });
    expect((await link(workspaceId)).status).toBe(200);
    expect((await link(workspaceId)).status).toBe(200);
    expect((await link(randomUUID())).body.code).toBe('workspace_conflict');
    setup.node.answer = (call) => (call.method === 'PUT' ? 201 : 204);
    await setup.client.command({ advance: 30_000 });
    await setup.project.ringRunner(taskId);
    expect(setup.node.running()).toEqual([]);
    expect((await setup.project.session(sessionId)).workspaceId).toBe(workspaceId);
    expect((await setup.project.task(taskId)).status).toBe('running');
  });

  test('stops the workspace of a stopped session however often the node refuses', async () => {
    const { taskId, sessionId } = await linkedTask(setup);
    setup.node.answer = () => 500;
    expect((await setup.project.as('stopSession', { params: { sessionId } })).body.stoppedAt).toBeTypeOf('number');
    expect((await setup.project.task(taskId)).status).toBe('stopped');
    await setup.project.ringRunner(taskId);
    setup.node.answer = () => 204;
    await setup.client.command({ advance: 30_000 });
    await setup.project.ringRunner(taskId);
    expect(setup.node.running()).toEqual([]);
  });

  test.each(['refuse', 'lose'] as const)('is told of a stop until it knows (%s)', async (how) => {
    const { taskId, sessionId } = await linkedTask(setup);
    const faults = await attack(setup, { at: 'shutdown', how }, { at: 'SET status = ?', how });
    expect((await setup.project.as('stopSession', { params: { sessionId } })).status).toBe(200);
    for (let round = 0; round < 2; round++) {
      await setup.client.command({ advance: 30_000 });
      await setup.project.ringProject();
    }
    await faults.spent();
    await setup.project.ringRunner(taskId);
    expect((await setup.project.task(taskId)).status).toBe('stopped');
    expect(setup.node.running()).toEqual([]);
  });
});
