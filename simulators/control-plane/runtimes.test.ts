import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { limits } from '../../contracts/wire/index.ts';
import { codeOf, offerOf, usersOf } from './testing/runtimes.ts';
import { attack, setUp } from './testing/setup.ts';

const setup = setUp();
const clock = (advance: number) => setup.client.command({ advance });
const ring = () => setup.client.command({ ring: { binding: 'RUNTIMES', name: setup.project.projectId } });

describe('a runtime', () => {
  test('is registered, lives while its daemon is heard, and is offline after 45 seconds of silence', async () => {
    const users = usersOf(setup);
    const laptop = await users.daemon('mac/1 é');
    expect(await users.runtimes()).toMatchObject([{ runtimeId: 'mac/1 é', name: 'Laptop', status: 'online' }]);
    await clock(limits.runtimeOfflineAfter);
    expect(await users.runtimes()).toMatchObject([{ status: 'offline' }]);
    expect((await laptop.heartbeat()).body.status).toBe('online');
    await clock(limits.runtimeOfflineAfter);
    await laptop.claim();
    expect(await users.runtimes()).toMatchObject([{ status: 'online' }]);
  });

  test('that is not registered, or was removed, is not worked on', async () => {
    const users = usersOf(setup);
    const laptop = await users.daemon('r1');
    const other = await users.daemon('r2');
    const agentId = await users.agent('r1');
    expect(codeOf(await laptop.say('heartbeat', { runtimeId: 'r2' }))).toEqual([403, 'forbidden']);
    expect(codeOf(await users.move(agentId, 'nowhere'))).toEqual([404, 'not_found']);
    expect(codeOf(await users.remove('nowhere'))).toEqual([404, 'not_found']);
    expect((await users.remove('r1')).status).toBe(204);
    expect((await users.remove('r1')).status).toBe(204);
    for (const said of [laptop.register(), laptop.heartbeat(), laptop.ask(), laptop.recover()])
      expect(codeOf(await said)).toEqual([409, 'runtime_removed']);
    expect(codeOf(await users.issue(agentId, randomUUID()))).toEqual([409, 'runtime_removed']);
    expect(codeOf(await users.move(agentId, 'r1'))).toEqual([409, 'runtime_removed']);
    await users.move(agentId, 'r2');
    await users.issue(agentId, randomUUID());
    expect(await other.claim()).toMatchObject({ runtimeId: 'r2' });
  });
});

describe('a task', () => {
  test('is queued once under its id, and never in other words', async () => {
    const users = usersOf(setup);
    await users.daemon('r1');
    const agentId = await users.agent('r1');
    const [issueId, taskId] = [randomUUID(), randomUUID()];
    const first = await users.issue(agentId, issueId, taskId);
    const again = await users.issue(agentId, issueId, taskId);
    expect([first.status, again.status, again.body]).toEqual([201, 200, first.body]);
    expect(codeOf(await users.issue(agentId, randomUUID(), taskId))).toEqual([409, 'id_taken']);
    const { chatId } = await users.chat(agentId);
    expect(codeOf(await users.say(chatId, 'Do it', taskId))).toEqual([409, 'id_taken']);
    const said = randomUUID();
    expect([(await users.say(chatId, 'x', said)).status, (await users.say(chatId, 'x', said)).status]).toEqual([
      201, 200,
    ]);
    expect(codeOf(await users.say(chatId, 'y', said))).toEqual([409, 'id_taken']);
    expect(codeOf(await users.say(chatId, 'nul \0'))).toEqual([400, 'malformed_request']);
    expect(codeOf(await users.say(chatId, 'é'.repeat(52_000)))).toEqual([413, 'message_too_large']);
    const listed = await users.asked<{ tasks: { taskId: string }[] }>('listAgentTasks', {}, { query: { agentId } });
    expect(listed.body.tasks.map((task) => task.taskId).sort()).toEqual([taskId, said].sort());
  });

  test('stays for the runtime it was queued for when its agent moves (RUN-5)', async () => {
    const users = usersOf(setup);
    const [old, fresh] = [await users.daemon('r1'), await users.daemon('r2')];
    const agentId = await users.agent('r1');
    const issueId = randomUUID();
    await users.issue(agentId, issueId);
    await old.complete(await old.work(), { sessionId: 's1', workDir: '/w1' });
    const waiting = (await users.issue(agentId, issueId)).body.taskId;
    await users.move(agentId, 'r2');
    expect(await fresh.claim()).toBeNull();
    const claimed = await old.claim();
    expect([claimed?.taskId, offerOf(claimed)]).toEqual([waiting, ['s1', '/w1']]);
    await users.issue(agentId, issueId);
    expect(offerOf(await fresh.claim())).toEqual([null, '/w1']);
  });

  test('is called off by its user, and its daemon hears of it', async () => {
    const users = usersOf(setup);
    const laptop = await users.daemon('r1');
    const agentId = await users.agent('r1');
    const { chatId } = await users.chat(agentId);
    await users.say(chatId);
    const task = await laptop.work();
    await laptop.pin(task, { sessionId: 's1' });
    expect((await users.cancel(task.taskId)).body.state).toBe('cancelled');
    expect((await users.cancel(task.taskId)).status).toBe(200);
    expect(codeOf(await laptop.complete(task, { sessionId: 's1' }))).toEqual([409, 'task_ended']);
    expect((await users.chatNow(chatId)).sessionId).toBeNull();
    await users.say(chatId);
    const next = await laptop.work();
    await laptop.complete(next);
    expect(codeOf(await users.cancel(next.taskId))).toEqual([409, 'task_ended']);
  });

  test('keeps what its run says once for each number, attempt by attempt', async () => {
    const users = usersOf(setup);
    const laptop = await users.daemon('r1');
    const agentId = await users.agent('r1');
    const { taskId } = (await users.issue(agentId, randomUUID())).body;
    const text = (seq: number, content: string) => ({ seq, type: 'text', content });
    const first = await laptop.claim();
    if (!first) throw new Error('Nothing was claimed.');
    expect(codeOf(await laptop.append(first, [text(1, 'too early')]))).toEqual([409, 'task_not_started']);
    expect(codeOf(await laptop.complete(first))).toEqual([409, 'task_not_started']);
    await laptop.start(first);
    expect((await laptop.append(first, [text(1, 'a'), text(2, 'b')])).body).toEqual({ stored: 2, known: 0 });
    expect((await laptop.append(first, [text(2, 'other'), text(3, 'c')])).body).toEqual({ stored: 1, known: 1 });
    const many = Array.from({ length: limits.taskMessages + 1 }, (_, index) => text(index + 1, 'x'));
    expect(codeOf(await laptop.append(first, many))).toEqual([413, 'batch_too_large']);
    await laptop.recover();
    await laptop.append(await laptop.work(), [text(1, 'again')]);
    const read = async (cursor?: string) =>
      (
        await users.asked<{ messages: { attempt: number; seq: number; content: string }[]; nextCursor: string }>(
          'agentTaskMessages',
          { taskId },
          { query: { limit: 3, ...(cursor ? { cursor } : {}) } },
        )
      ).body;
    const page = await read();
    expect(page.messages.map(({ attempt, seq, content }) => [attempt, seq, content])).toEqual([
      [1, 1, 'a'],
      [1, 2, 'b'],
      [1, 3, 'c'],
    ]);
    expect((await read(page.nextCursor)).messages).toMatchObject([{ attempt: 2, seq: 1, content: 'again' }]);
  });
});

describe('a claim', () => {
  test('takes the oldest task of its own runtime, and no other (RUN-7)', async () => {
    const users = usersOf(setup);
    const [laptop, server] = [await users.daemon('r1'), await users.daemon('r2')];
    const agentId = await users.agent('r1');
    const tasks = [(await users.issue(agentId, randomUUID())).body, (await users.issue(agentId, randomUUID())).body];
    expect(await server.claim()).toBeNull();
    const claimed = [await laptop.claim(), await laptop.claim(), await laptop.claim()];
    expect(claimed.map((task) => task?.taskId ?? null)).toEqual([...tasks.map(({ taskId }) => taskId), null]);
    const { taskId = '' } = claimed[0] ?? {};
    expect(codeOf(await server.say('getAgentTask', { taskId }))).toEqual([404, 'not_found']);
    expect((await laptop.say('getAgentTask', { taskId })).status).toBe(200);
    if (claimed[0]) expect(codeOf(await server.start(claimed[0]))).toEqual([404, 'not_found']);
  });

  test('whose answer was lost gives the same again at once, and never a second task (RUN-7)', async () => {
    const users = usersOf(setup);
    const laptop = await users.daemon('r1');
    const agentId = await users.agent('r1');
    const { taskId } = (await users.issue(agentId, randomUUID())).body;
    await users.issue(agentId, randomUUID());
    const key = randomUUID();
    const faults = await attack(setup, { at: 'claimTask', how: 'lose' });
    expect((await laptop.ask(key)).status).toBe(503);
    await faults.spent();
    const claimed = await laptop.claim(key);
    expect(claimed).toMatchObject({ taskId, state: 'dispatched', attempt: 1, claim: { claimKey: key } });
    expect(await laptop.claim(key)).toEqual(claimed);
    if (claimed) expect((await laptop.start(claimed)).body.state).toBe('running');
    if (claimed) expect((await laptop.start(claimed)).status).toBe(200);
    expect(await laptop.claim(key)).toBeNull();
  });

  test('that is not started loses its task to another after 60 seconds, and not before (RUN-7)', async () => {
    const users = usersOf(setup);
    const laptop = await users.daemon('r1');
    const agentId = await users.agent('r1');
    await users.issue(agentId, randomUUID());
    await setup.client.command({ frozen: true });
    const lost = await laptop.claim();
    await clock(limits.claimLease - 1);
    expect(await laptop.claim()).toBeNull();
    await clock(1);
    const taken = await laptop.claim();
    expect([taken?.taskId, taken?.attempt]).toEqual([lost?.taskId, 1]);
    if (!lost || !taken) throw new Error('Nothing was claimed.');
    expect(codeOf(await laptop.start(lost))).toEqual([409, 'claim_lost']);
    expect(await laptop.claim(lost.claim.claimKey)).toBeNull();
    await clock(limits.claimLease);
    const anew = await laptop.claim(taken.claim.claimKey);
    expect(anew?.claim.expiresAt).toBe(taken.claim.expiresAt + limits.claimLease);
    expect((await laptop.start(taken)).status).toBe(200);
    await setup.client.command({ frozen: false });
  });
});

describe('when a daemon dies', () => {
  test('what it had pinned is offered to the next attempt, and a second death fails the task (RUN-8)', async () => {
    const users = usersOf(setup);
    const laptop = await users.daemon('r1');
    const agentId = await users.agent('r1');
    await users.issue(agentId, randomUUID());
    const first = await laptop.work();
    await laptop.pin(first, { sessionId: 's1' });
    await laptop.pin(first, { workDir: '/w1' });
    expect((await laptop.recover()).body).toEqual({ recovered: [first.taskId], failed: [] });
    expect((await laptop.recover()).body).toEqual({ recovered: [], failed: [] });
    for (const said of [laptop.start(first), laptop.complete(first), laptop.pin(first, { sessionId: 's0' })])
      expect(codeOf(await said)).toEqual([409, 'claim_lost']);
    const second = await laptop.claim();
    expect([second?.taskId, second?.attempt, offerOf(second)]).toEqual([first.taskId, 2, ['s1', '/w1']]);
    expect((await laptop.recover()).body).toEqual({ recovered: [], failed: [first.taskId] });
    expect(await users.task(first.taskId)).toMatchObject({ state: 'failed', failureReason: 'runtime_recovery' });
  });

  test('without a word, its running tasks are queued again after 300 seconds, also if nobody asks', async () => {
    const users = usersOf(setup);
    const laptop = await users.daemon('r1');
    const agentId = await users.agent('r1');
    await users.issue(agentId, randomUUID());
    const first = await laptop.work();
    await laptop.pin(first, { sessionId: 's1' });
    await clock(limits.runtimeSilence / 2);
    await laptop.heartbeat();
    await clock(limits.runtimeSilence - 1000);
    await ring();
    expect((await users.task(first.taskId)).state).toBe('running');
    await setup.client.command({ kill: { binding: 'RUNTIMES', name: setup.project.projectId } });
    await clock(1000);
    await ring();
    expect(await users.task(first.taskId)).toMatchObject({ state: 'queued', attempt: 2, sessionId: 's1' });
    const second = await laptop.work();
    expect(offerOf(second)).toEqual(['s1', null]);
    await clock(limits.runtimeSilence);
    expect(codeOf(await laptop.complete(second))).toEqual([409, 'task_ended']);
    expect(await users.task(first.taskId)).toMatchObject({ state: 'failed', failureReason: 'runtime_offline' });
  });
});
