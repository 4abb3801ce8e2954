import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { limits } from '../../contracts/wire/index.ts';
import { codeOf, offerOf, pointerOf, usersOf } from './testing/runtimes.ts';
import { attack, setUp } from './testing/setup.ts';

const setup = setUp();
const clock = (advance: number) => setup.client.command({ advance });

/** Two runtimes, and an agent on the first. */
async function fleet() {
  const users = usersOf(setup);
  const [one, two] = [await users.daemon('r1'), await users.daemon('r2')];
  return { users, one, two, agentId: await users.agent('r1') };
}

describe('an issue task', () => {
  test('is offered the prior session on the runtime that made it, and the work directory everywhere (RUN-1, RUN-3)', async () => {
    const { users, one, two, agentId } = await fleet();
    const issueId = randomUUID();
    await users.issue(agentId, issueId);
    const first = await one.work();
    expect(offerOf(first)).toEqual([null, null]);
    await one.complete(first, { sessionId: 's1', workDir: '/w1' });
    await users.issue(agentId, issueId);
    const second = await one.work();
    expect(offerOf(second)).toEqual(['s1', '/w1']);
    await clock(1);
    await one.fail(second, { sessionId: 's2' });
    await users.issue(agentId, issueId);
    expect(offerOf(await one.claim())).toEqual(['s2', '/w1']);
    await users.issue(agentId, randomUUID());
    expect(offerOf(await one.claim())).toEqual([null, null]);
    await users.move(agentId, 'r2');
    await users.issue(agentId, issueId);
    expect(offerOf(await two.claim())).toEqual([null, '/w1']);
    const neighbour = await users.agent('r1');
    await users.issue(neighbour, issueId);
    expect(offerOf(await one.claim())).toEqual([null, null]);
  });

  test('passes over runs without a session, and runs that were called off', async () => {
    const { users, one, agentId } = await fleet();
    const issueId = randomUUID();
    await users.issue(agentId, issueId);
    await one.complete(await one.work(), { sessionId: 's1', workDir: '/w1' });
    await clock(1);
    await users.issue(agentId, issueId);
    await one.complete(await one.work(), { workDir: '/w2' });
    await clock(1);
    await users.issue(agentId, issueId);
    const third = await one.work();
    await one.pin(third, { sessionId: 's3', workDir: '/w3' });
    await users.cancel(third.taskId);
    await users.issue(agentId, issueId);
    expect(offerOf(await one.claim())).toEqual(['s1', '/w1']);
  });
});

describe('a chat task', () => {
  test('is offered the pointer where its runtime matches, and else the newest run under the same guard (RUN-2)', async () => {
    const { users, one, two, agentId } = await fleet();
    const { chatId } = await users.chat(agentId);
    await users.say(chatId);
    await one.complete(await one.work(), { sessionId: 's1', workDir: '/w1' });
    expect(pointerOf(await users.chatNow(chatId))).toEqual(['s1', 'r1', '/w1']);
    await users.say(chatId);
    const onOne = await one.claim();
    expect(offerOf(onOne)).toEqual(['s1', '/w1']);
    await users.move(agentId, 'r2');
    await clock(1);
    await users.say(chatId);
    const onTwo = await two.work();
    expect(offerOf(onTwo)).toEqual([null, '/w1']);
    await two.complete(onTwo, { sessionId: 's2' });
    expect(pointerOf(await users.chatNow(chatId))).toEqual(['s2', 'r2', '/w1']);
    await users.move(agentId, 'r1');
    await users.say(chatId);
    expect(offerOf(await one.claim())).toEqual([null, '/w1']);
    // What is offered is settled by the claim, and a new claim settles it anew.
    expect(offerOf(await one.claim(onOne?.claim.claimKey))).toEqual(['s1', '/w1']);
    await clock(limits.claimLease);
    expect(offerOf(await one.claim())).toEqual([null, '/w1']);
  });

  test('finds its pointer moved by the end of a run that had a session, all three at once, and by no other (RUN-4)', async () => {
    const { users, one, agentId } = await fleet();
    const { chatId } = await users.chat(agentId);
    const pointer = async () => pointerOf(await users.chatNow(chatId));
    await users.say(chatId);
    await one.fail(await one.work(), { sessionId: 's1', workDir: '/w1' });
    expect(await pointer()).toEqual(['s1', 'r1', '/w1']);
    await users.say(chatId);
    await one.complete(await one.work(), { workDir: '/w2' });
    await users.say(chatId);
    await one.fail(await one.work());
    expect(await pointer()).toEqual(['s1', 'r1', '/w1']);
    await users.say(chatId);
    const pinned = await one.work();
    await one.pin(pinned, { sessionId: 's4', workDir: '/w4' });
    expect(await pointer()).toEqual(['s1', 'r1', '/w1']);
    await one.complete(pinned);
    expect(await pointer()).toEqual(['s4', 'r1', '/w4']);
  });

  test('whose end is said again, or came after another, moves nothing (RUN-4)', async () => {
    const { users, one, agentId } = await fleet();
    const { chatId } = await users.chat(agentId);
    for (const _ of [1, 2]) await users.say(chatId);
    const [first, second] = [await one.work(), await one.work()];
    const faults = await attack(setup, { at: 'endTask', how: 'lose' });
    expect((await one.complete(first, { sessionId: 's1', workDir: '/w1' }, 'one')).status).toBe(503);
    await faults.spent();
    await one.complete(second, { sessionId: 's2', workDir: '/w2' });
    const again = await one.complete(first, { sessionId: 's1', workDir: '/w1' }, 'other');
    expect(again).toMatchObject({ status: 200, body: { state: 'completed', output: 'one', sessionId: 's1' } });
    expect(codeOf(await one.fail(first, { sessionId: 's9' }))).toEqual([409, 'task_ended']);
    expect(pointerOf(await users.chatNow(chatId))).toEqual(['s2', 'r1', '/w2']);
  });

  test('ended for good by the death of its daemon moves the pointer to what it had pinned (RUN-8)', async () => {
    const { users, one, agentId } = await fleet();
    const { chatId } = await users.chat(agentId);
    await users.say(chatId);
    await one.pin(await one.work(), { sessionId: 's1', workDir: '/w1' });
    await one.recover();
    expect((await users.chatNow(chatId)).sessionId).toBeNull();
    expect(offerOf(await one.work())).toEqual(['s1', '/w1']);
    await one.recover();
    expect(pointerOf(await users.chatNow(chatId))).toEqual(['s1', 'r1', '/w1']);
  });
});

describe('a chat', () => {
  test('knows the runtime of its agent before its first task, and is made once (RUN-9)', async () => {
    const { users, agentId } = await fleet();
    const chat = await users.chat(agentId);
    expect(pointerOf(chat)).toEqual([null, 'r1', null]);
    await users.move(agentId, 'r2');
    expect(await users.chat(agentId, chat.chatId)).toEqual(chat);
    const other = { chatId: chat.chatId, agentId, title: 'Another' };
    expect(codeOf(await users.asked('createAgentChat', {}, { body: other }))).toEqual([409, 'id_taken']);
    expect(
      codeOf(
        await users.asked('createAgentChat', {}, { body: { ...other, chatId: randomUUID(), agentId: randomUUID() } }),
      ),
    ).toEqual([404, 'not_found']);
    expect(pointerOf(await users.chat(agentId))).toEqual([null, 'r2', null]);
    const read = (query: Record<string, string | number>) =>
      users.asked<{ chats: unknown[]; nextCursor: string | null }>('listAgentChats', {}, { query });
    const page = (await read({ limit: 1 })).body;
    const rest = (await read({ limit: 1, cursor: page.nextCursor ?? '' })).body;
    expect([page.chats.length, rest.chats.length, rest.nextCursor]).toEqual([1, 1, null]);
    expect((await read({ agentId: randomUUID() })).body.chats).toEqual([]);
  });

  test('on a removed runtime is not resumed, keeps its pointer, and offers its work directory (RUN-10)', async () => {
    const { users, one, two, agentId } = await fleet();
    const { chatId } = await users.chat(agentId);
    await users.say(chatId);
    await one.complete(await one.work(), { sessionId: 's1', workDir: '/w1' });
    const waiting = (await users.say(chatId)).body.taskId;
    await users.remove('r1');
    expect(await users.task(waiting)).toMatchObject({ state: 'failed', failureReason: 'runtime_removed' });
    expect(pointerOf(await users.chatNow(chatId))).toEqual(['s1', 'r1', '/w1']);
    expect(codeOf(await users.say(chatId))).toEqual([409, 'runtime_removed']);
    await users.move(agentId, 'r2');
    await users.say(chatId);
    expect(offerOf(await two.claim())).toEqual([null, '/w1']);
  });
});
