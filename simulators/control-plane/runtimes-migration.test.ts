import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { codeOf, offerOf, pointerOf, usersOf } from './testing/runtimes.ts';
import { setUp } from './testing/setup.ts';

const setup = setUp();

/** A project of the old version: its agent is on r1, and its chats were made by runs on r1 and r2. */
async function oldProject() {
  const users = usersOf(setup);
  const [one, two] = [await users.daemon('r1'), await users.daemon('r2')];
  const agentId = await users.agent('r1');
  const chatOf = (sessionId: string | null, workDir: string | null) => ({
    chatId: randomUUID(),
    agentId,
    title: 'Old',
    sessionId,
    workDir,
  });
  const runOf = (chatId: string, runtimeId: string, sessionId: string, finishedAt: number) => ({
    taskId: randomUUID(),
    agentId,
    chatId,
    issueId: null,
    runtimeId,
    sessionId,
    workDir: `/${sessionId}`,
    state: 'completed',
    finishedAt,
  });
  return { users, one, two, agentId, chatOf, runOf };
}

describe('a store of the old version', () => {
  test('has pointers without a runtime, which are equal to none, until it is migrated (RUN-2, RUN-6)', async () => {
    const { users, one, agentId, chatOf, runOf } = await oldProject();
    const paired = chatOf('s1', '/w1');
    const unknown = chatOf('s9', '/w9');
    const rows = [[paired, unknown], [runOf(paired.chatId, 'r1', 's1', 1000)]] as const;
    expect((await users.put([...rows[0]], [...rows[1]])).status).toBe(204);
    expect((await users.put([...rows[0]], [...rows[1]])).status).toBe(204);
    expect(pointerOf(await users.chatNow(paired.chatId))).toEqual(['s1', null, '/w1']);
    expect((await users.chat(agentId)).runtimeId).toBeNull();
    await users.say(paired.chatId);
    expect(offerOf(await one.claim())).toEqual(['s1', '/w1']);
    await users.say(unknown.chatId);
    const task = await one.work();
    expect(offerOf(task)).toEqual([null, '/w9']);
    await one.complete(task, { sessionId: 's10' });
    expect(pointerOf(await users.chatNow(unknown.chatId))).toEqual(['s10', null, '/w9']);
    expect(await users.migrate('backfill')).toMatchObject({ code: 'not_expanded' });
    expect(await users.migrate('expand')).toEqual({ chats: 3, paired: 0, unknown: 2 });
    expect(await users.migrate('expand')).toEqual({ chats: 3, paired: 0, unknown: 2 });
    expect(await users.migrate('backfill')).toEqual({ chats: 3, paired: 2, unknown: 0 });
    expect(pointerOf(await users.chatNow(unknown.chatId))).toEqual(['s10', 'r1', '/w9']);
    expect(pointerOf(await users.chat(agentId))).toEqual([null, 'r1', null]);
  });

  test('pairs a stale pointer with the run that made it, not with the newest (RUN-6)', async () => {
    const { users, two, agentId, chatOf, runOf } = await oldProject();
    const stale = chatOf('s1', '/s1');
    const foreign = chatOf('s7', '/s7');
    await users.put(
      [stale, foreign],
      [
        runOf(stale.chatId, 'r1', 's1', 1000),
        runOf(stale.chatId, 'r2', 's2', 2000),
        runOf(foreign.chatId, 'r2', 's3', 3000),
      ],
    );
    await users.migrate('expand');
    expect(await users.migrate('backfill')).toEqual({ chats: 2, paired: 1, unknown: 1 });
    expect(await users.migrate('backfill')).toEqual({ chats: 2, paired: 0, unknown: 1 });
    expect(pointerOf(await users.chatNow(stale.chatId))).toEqual(['s1', 'r1', '/s1']);
    expect(pointerOf(await users.chatNow(foreign.chatId))).toEqual(['s7', null, '/s7']);
    await users.move(agentId, 'r2');
    await users.say(stale.chatId);
    expect(offerOf(await two.claim())).toEqual(['s2', '/s1']);
    await users.say(foreign.chatId);
    expect(offerOf(await two.claim())).toEqual(['s3', '/s7']);
  });

  test('is migrated while tasks end: no pointer that has been moved since is touched (RUN-6)', async () => {
    const { users, one, two, agentId, chatOf, runOf } = await oldProject();
    const chats = [chatOf('s1', '/s1'), chatOf('s2', '/s2'), chatOf('s3', '/s3')];
    const [before, during, silent] = chats.map(({ chatId }) => chatId) as [string, string, string];
    await users.put(chats, [runOf(before, 'r1', 's1', 1), runOf(during, 'r1', 's2', 2), runOf(silent, 'r1', 's3', 3)]);
    await users.move(agentId, 'r2');
    for (const chatId of [before, during, silent]) await users.say(chatId);
    const tasks = [await two.work(), await two.work(), await two.work()] as const;
    await two.complete(tasks[0], { sessionId: 'n1', workDir: '/n1' });
    await users.migrate('expand');
    await two.complete(tasks[1], { sessionId: 'n2', workDir: '/n2' });
    expect(pointerOf(await users.chatNow(during))).toEqual(['n2', 'r2', '/n2']);
    await two.complete(tasks[2]);
    expect(await users.migrate('backfill')).toEqual({ chats: 3, paired: 2, unknown: 0 });
    expect(pointerOf(await users.chatNow(before))).toEqual(['n1', 'r2', '/n1']);
    expect(pointerOf(await users.chatNow(during))).toEqual(['n2', 'r2', '/n2']);
    expect(pointerOf(await users.chatNow(silent))).toEqual(['s3', 'r1', '/s3']);
    await users.move(agentId, 'r1');
    await users.say(silent);
    expect(offerOf(await one.claim())).toEqual(['s3', '/s3']);
  });
});

test('rows of the old version come into a new store as they are, and only with agents that are there', async () => {
  const { users, agentId, chatOf, runOf } = await oldProject();
  const { chatId } = await users.chat(agentId);
  const old = chatOf('s1', '/s1');
  expect(codeOf(await users.put([{ ...old, agentId: randomUUID() }], []))).toEqual([404, 'not_found']);
  expect(codeOf(await users.put([{ ...old, title: '\0' }], []))).toEqual([400, 'malformed_request']);
  await users.put([old], [{ ...runOf(old.chatId, 'r2', 's1', 1000), chatId: null, issueId: randomUUID() }]);
  expect((await users.chatNow(chatId)).runtimeId).toBe('r1');
  expect(pointerOf(await users.chatNow(old.chatId))).toEqual(['s1', null, '/s1']);
  expect(await users.migrate('backfill')).toEqual({ chats: 2, paired: 0, unknown: 1 });
});
