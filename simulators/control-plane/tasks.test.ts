import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { limits } from '../../contracts/wire/index.ts';
import { messageOf } from './testing/client.ts';
import { attack, linkedTask, setUp, subscribe, typesOf } from './testing/setup.ts';

const setup = setUp();

describe('a task', () => {
  test('lives from submit over link and completion to its cleanup, with the right counters and events', async () => {
    const socket = await subscribe(setup, 0);
    const { taskId, sessionId, messageId } = (await setup.project.submit('Write the program')).body;
    await socket.until('session.linked');
    await setup.project.ringRunner(taskId);
    const order = (await setup.node.asked('PUT', 1)).body;
    expect(order).toMatchObject({ taskId, sessionId, prompt: { messageId, content: 'Write the program' } });
    const agent = order?.token ?? '';
    expect(await setup.project.session(sessionId)).toMatchObject({
      status: 'active',
      topic: 'Write the program',
      messageCount: 1,
      workspaceId: setup.node.calls[0]?.workspaceId,
      agentCompletedAt: null,
    });
    expect((await setup.project.task(taskId)).status).toBe('running');

    await setup.project.append(sessionId, [messageOf('one'), messageOf('two')], agent);
    expect((await setup.project.history(sessionId)).map(({ seq, content }) => [seq, content])).toEqual([
      [1, 'Write the program'],
      [2, 'one'],
      [3, 'two'],
    ]);
    const complete = () => setup.project.as('completeAgent', { params: { sessionId }, token: agent });
    expect((await complete()).body.agentCompletedAt).toBeTypeOf('number');
    expect((await complete()).status).toBe(200);
    await setup.client.command({ advance: limits.idlePeriod });
    await setup.project.ringProject();
    await setup.project.ringProject();
    await setup.project.ringRunner(taskId);
    expect(await setup.project.session(sessionId)).toMatchObject({ status: 'stopped', messageCount: 3 });
    expect((await setup.project.task(taskId)).status).toBe('completed');
    expect(setup.node.running()).toEqual([]);
    socket.send({ type: 'ping' });
    expect(typesOf(await socket.until('pong'))).toEqual([
      'subscribed',
      'session.created',
      'message.new',
      'session.linked',
      'message.new',
      'message.new',
      'session.agent_completed',
      'session.idle_cleanup',
      'session.stopped',
      'pong',
    ]);
  });

  test('is made once for a key, also when two ask at once, and the key refuses another body', async () => {
    const key = randomUUID();
    const [one, two] = await Promise.all([setup.project.submit('same', key), setup.project.submit('same', key)]);
    expect(one.status).toBe(201);
    expect(two.body).toEqual(one.body);
    expect((await setup.project.submit('same', key)).body).toEqual(one.body);
    expect((await setup.project.submit('other', key)).body.code).toBe('idempotency_conflict');
    expect(await setup.project.tasks()).toHaveLength(1);
    expect(await setup.project.sessions()).toHaveLength(1);
    await setup.client.command({ advance: limits.idempotencyKeyLife });
    const user = await setup.client.token({ role: 'user', projectId: setup.project.projectId, userId: 'ada' });
    const again = await setup.project.as('submitTask', {
      token: user,
      headers: { 'idempotency-key': key },
      body: { message: 'other' },
    });
    expect(again.status).toBe(201);
  });

  test('leaves nothing behind when its session is refused, and its key is free', async () => {
    const key = randomUUID();
    const faults = await attack(setup, { at: 'createSession', how: 'refuse' });
    expect((await setup.project.submit('one', key)).body.code).toBe('session_unavailable');
    await faults.spent();
    expect(await setup.project.tasks()).toEqual([]);
    expect(await setup.project.sessions()).toEqual([]);
    expect((await setup.project.submit('another', key)).status).toBe(201);
  });

  test('is not undone by a refusal after an attempt whose outcome is not known', async () => {
    const key = randomUUID();
    const faults = await attack(setup, { at: 'createSession', how: 'lose' }, { at: 'createSession', how: 'refuse' });
    expect((await setup.project.submit('one', key)).body.code).toBe('unavailable');
    expect((await setup.project.submit('one', key)).body.code).toBe('unavailable');
    await faults.spent();
    const { taskId, sessionId } = (await setup.project.submit('one', key)).body;
    expect((await setup.project.tasks()).map((task) => task.taskId)).toEqual([taskId]);
    expect((await setup.project.sessions()).map((session) => session.sessionId)).toEqual([sessionId]);
  });

  test.each([
    ['createSession', 'lose'],
    ["SET status = 'queued'", 'refuse'],
    ["SET status = 'queued'", 'lose'],
    ['start', 'refuse'],
    ['start', 'lose'],
  ] as const)(
    'is completed by its session when the request fails at %s (%s) and nobody asks again',
    async (at, how) => {
      const faults = await attack(setup, { at, how });
      expect((await setup.project.submit()).body.code).toBe('unavailable');
      await faults.spent();
      await setup.client.command({ advance: 60_000 });
      await setup.project.ringProject();
      const [task] = await setup.project.tasks();
      const [session] = await setup.project.sessions();
      expect(task?.sessionId).toBe(session?.sessionId);
      await setup.project.ringRunner(task?.taskId ?? '');
      expect((await setup.project.task(task?.taskId ?? '')).status).toBe('running');
      expect(setup.node.running()).toHaveLength(1);
    },
  );

  test('never starts a runner after it was stopped', async () => {
    const faults = await attack(setup, { at: 'start', how: 'refuse' });
    await setup.project.submit();
    await faults.spent();
    const [session] = await setup.project.sessions();
    const { sessionId = '', taskId = '' } = session ?? {};
    await setup.project.as('stopSession', { params: { sessionId } });
    await setup.client.command({ advance: 60_000 });
    await setup.project.ringProject();
    await setup.project.ringRunner(taskId);
    expect((await setup.project.task(taskId)).status).toBe('stopped');
    expect(setup.node.calls).toEqual([]);
  });

  test('succeeds each time when many are submitted at once', async () => {
    const replies = await Promise.all(Array.from({ length: 40 }, () => setup.project.submit()));
    expect(new Set(replies.map((reply) => reply.status))).toEqual(new Set([201]));
    expect(await setup.project.tasks()).toHaveLength(40);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const query: Record<string, string | number> = cursor === null ? { limit: 7 } : { limit: 7, cursor };
      const page = (await setup.project.as('listSessions', { query })).body;
      seen.push(...page.sessions.map((session) => session.sessionId));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(new Set(seen).size).toBe(40);
    expect(seen).toHaveLength(40);
  });
});

describe('the idle period', () => {
  test('starts again in full with a message, and is over once', async () => {
    const { taskId, sessionId, agent } = await linkedTask(setup);
    const socket = await subscribe(setup, null, sessionId);
    const complete = () => setup.project.as('completeAgent', { params: { sessionId }, token: agent });
    await complete();
    await setup.client.command({ advance: limits.idlePeriod - 1000 });
    await setup.project.append(sessionId, [messageOf('still here')], agent);
    await setup.client.command({ advance: limits.idlePeriod - 1000 });
    await setup.project.ringProject();
    expect((await setup.project.session(sessionId)).status).toBe('active');
    await setup.client.command({ advance: 1000 });
    await Promise.all([setup.project.ringProject(), setup.project.ringProject()]);
    expect((await setup.project.task(taskId)).status).toBe('completed');
    expect((await complete()).body.code).toBe('session_stopped');
    socket.send({ type: 'ping' });
    expect(typesOf(await socket.until('pong')).slice(1, -1)).toEqual([
      'session.agent_completed',
      'message.new',
      'session.idle_cleanup',
      'session.stopped',
    ]);
  });

  test('ends also for a session whose link is missing, and is cancelled by a stop', async () => {
    await attack(setup, ...Array.from({ length: 99 }, () => ({ at: 'linkWorkspace', how: 'refuse' as const })));
    const [one, two] = [(await setup.project.submit()).body, (await setup.project.submit()).body];
    for (const { taskId, sessionId } of [one, two]) {
      await setup.project.ringRunner(taskId);
      const token = setup.node.calls.find((call) => call.body?.taskId === taskId)?.body?.token ?? '';
      expect((await setup.project.as('completeAgent', { params: { sessionId }, token })).status).toBe(200);
      expect((await setup.project.session(sessionId)).workspaceId).toBeNull();
    }
    await setup.project.as('stopSession', { params: { sessionId: two.sessionId } });
    await setup.client.command({ advance: limits.idlePeriod });
    await setup.project.ringProject();
    await setup.project.ringRunner(one.taskId);
    await setup.project.ringRunner(two.taskId);
    expect((await setup.project.task(one.taskId)).status).toBe('completed');
    expect((await setup.project.task(two.taskId)).status).toBe('stopped');
    expect(setup.node.running()).toEqual([]);
  });
});
