import { describe, expect, test } from 'vitest';
import { problem } from '../../contracts/wire/index.ts';
import { LinkError } from '../ports.ts';
import { answered, settle, uuid } from '../testing.ts';
import { MemoryDisk } from './disk.ts';
import { correctRules } from './rules.ts';
import { batches, contents, say, storesAll, type Working, workingAgent } from './testing.ts';

const stopped = () => answered(409, problem('session_stopped', ''));

describe('Batches', () => {
  test('An outbox goes out in batches of fifty, one after the other, in order', async () => {
    const working = await workingAgent();
    say(working, 120);
    working.agent.flush();
    expect(working.link.calls).toHaveLength(1);
    await working.agent.delivered();
    expect(batches(working).map((batch) => batch.length)).toEqual([50, 50, 20]);
    expect(batches(working).flat()).toEqual(Array.from({ length: 120 }, (_, index) => `m${index + 1}`));
  });

  test('What is reported while a batch is under way waits for its answer', async () => {
    const working = await workingAgent();
    say(working, 1);
    working.agent.flush();
    working.agent.report({ role: 'assistant', content: 'late' });
    working.agent.flush();
    expect(working.link.calls).toHaveLength(1);
    await working.agent.delivered();
    expect(batches(working)).toEqual([['m1'], ['late']]);
  });

  test('A full outbox refuses the new message, says so, and keeps the others', async () => {
    const working = await workingAgent({ rules: { ...correctRules, outboxCapacity: 2 } });
    say(working, 3);
    expect(working.journal.of('outbox-full')).toMatchObject([{ messageId: uuid(3) }]);
    expect(working.agent.waiting().map(({ content }) => content)).toEqual(['m1', 'm2']);
  });

  test('An outbox holds 10 000 messages', () => {
    expect(correctRules.outboxCapacity).toBe(10_000);
  });
});

describe('A message the provider cannot take', () => {
  /** Refuses every batch with one of these contents in it. */
  const refuses = (working: Working, status: number, ...bad: string[]) => {
    working.link.answer = (call) =>
      contents(call).some((text) => bad.includes(text)) ? answered(status) : storesAll(call);
  };

  test.each([400, 413, 422])('After %i the batch is halved until the message stands alone', async (status) => {
    const working = await workingAgent();
    const { agent, clock, journal } = working;
    refuses(working, status, 'm6');
    say(working, 8);
    agent.flush();
    const before = clock.now();
    await agent.delivered();
    expect(clock.now()).toBe(before);
    expect(batches(working)).toEqual([
      ['m1', 'm2', 'm3', 'm4', 'm5', 'm6', 'm7', 'm8'],
      ['m1', 'm2', 'm3', 'm4'],
      ['m5', 'm6'],
      ['m5'],
      ['m6'],
      ['m7', 'm8'],
    ]);
    expect(journal.of('set-aside')).toMatchObject([{ messageId: uuid(6), status, code: null }]);
    expect(agent.setAside()).toMatchObject([{ message: { content: 'm6' }, status }]);
  });

  test('Several of them are found, and all others are delivered in order', async () => {
    const working = await workingAgent();
    const bad = ['m1', 'm40', 'm41', 'm77'];
    refuses(working, 400, ...bad);
    say(working, 80);
    working.agent.flush();
    await working.agent.delivered();
    const stored = batches(working).filter((batch) => !batch.some((text) => bad.includes(text)));
    const wanted = Array.from({ length: 80 }, (_, index) => `m${index + 1}`).filter((text) => !bad.includes(text));
    expect(stored.flat()).toEqual(wanted);
    expect(working.agent.setAside().map(({ message }) => message.content)).toEqual(bad);
  });

  test('It is still known after a restart', async () => {
    const disk = new MemoryDisk();
    const working = await workingAgent({ disk });
    refuses(working, 400, 'm1');
    say(working, 1);
    working.agent.flush();
    await working.agent.delivered();
    working.agent.restart();
    expect(working.agent.setAside()).toHaveLength(1);
  });
});

describe('Results message by message', () => {
  test('A message without a result is sent again, alone', async () => {
    const working = await workingAgent();
    const results = [1, 3].map((number) => ({ status: 'stored', messageId: uuid(number), seq: number }));
    working.link.script.push(answered(200, { results }));
    say(working, 3);
    working.agent.flush();
    await working.clock.advance(1_000);
    expect(batches(working)).toEqual([['m1', 'm2', 'm3'], ['m2']]);
  });

  test('A rejected message is reported and kept aside; the others count', async () => {
    const working = await workingAgent();
    const rejected = { status: 'rejected', messageId: uuid(1), code: 'message_conflict', detail: '' };
    working.link.script.push(
      answered(200, { results: [rejected, { status: 'duplicate', messageId: uuid(2), seq: 1 }] }),
    );
    say(working, 2);
    working.agent.flush();
    await working.agent.delivered();
    expect(working.link.calls).toHaveLength(1);
    expect(working.journal.of('rejected')).toMatchObject([{ messageId: uuid(1), code: 'message_conflict' }]);
    expect(working.agent.setAside()).toMatchObject([{ message: { content: 'm1' }, code: 'message_conflict' }]);
  });
});

describe('The end of a session', () => {
  const rejected = { status: 'rejected', messageId: uuid(1), code: 'session_stopped', detail: '' };
  test.each([
    ['409 session_stopped', stopped()],
    ['a message rejected as session_stopped', answered(200, { results: [rejected] })],
  ])('After %s the reporter stops for good', async (_, answer) => {
    const working = await workingAgent();
    const { agent, link, clock, journal } = working;
    link.script.push(answer);
    say(working, 1);
    agent.flush();
    await agent.delivered();
    expect(journal.of('session-stopped')).toMatchObject([{ sessionId: uuid(905) }]);
    expect(agent.report({ role: 'assistant', content: 'more' })).toBeUndefined();
    expect(journal.verbs.at(-1)?.refused).toBe('the reporter of this workspace has stopped');
    agent.restart();
    await clock.advance(3_600_000);
    expect(link.calls).toHaveLength(1);
  });

  test.each([
    ['404', answered(404, problem('not_found', '')), { status: 404, code: 'not_found' }],
    [
      '409 for another reason',
      answered(409, problem('workspace_conflict', '')),
      { status: 409, code: 'workspace_conflict' },
    ],
    ['410', answered(410), { status: 410, code: null }],
  ])('%s is final and reported', async (_, answer, report) => {
    const working = await workingAgent();
    working.link.script.push(answer);
    say(working, 1);
    working.agent.flush();
    await working.agent.delivered();
    expect(working.journal.of('final')).toMatchObject([report]);
    await working.clock.advance(3_600_000);
    expect(working.link.calls).toHaveLength(1);
    expect(working.agent.waiting()).toHaveLength(1);
  });
});

describe('Completion', () => {
  const operations = ({ link }: Working) => link.calls.map(({ operation }) => operation);

  test('It is said at once, after everything that waits', async () => {
    const working = await workingAgent();
    say(working, 60);
    await working.agent.complete();
    expect(operations(working)).toEqual(['appendMessages', 'appendMessages', 'completeAgent']);
  });

  test('It is retried as a batch is', async () => {
    const working = await workingAgent();
    const { agent, link, clock, journal } = working;
    link.script.push(answered(503), new LinkError('timeout'), answered(401));
    let isDone = false;
    void agent.complete().then(() => {
      isDone = true;
    });
    await clock.advance(10_000);
    expect(isDone).toBe(false);
    expect(journal.of('completion-retry')).toMatchObject([{ delay: 1_000 }, { delay: 2_000 }]);
    agent.renewToken({ token: 'second-token' });
    await settle();
    await settle();
    expect(isDone).toBe(true);
    expect(link.calls).toHaveLength(4);
  });

  test.each([stopped(), answered(400)])('It ends with the reporter where the session takes no more', async (answer) => {
    const working = await workingAgent();
    working.link.script.push(answer);
    await working.agent.complete();
    await working.clock.advance(60_000);
    expect(working.link.calls).toHaveLength(1);
  });

  test('It can be said again after more was reported', async () => {
    const working = await workingAgent();
    await working.agent.complete();
    say(working, 1);
    await working.agent.complete();
    expect(operations(working)).toEqual(['completeAgent', 'appendMessages', 'completeAgent']);
  });
});
