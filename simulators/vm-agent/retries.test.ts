import { describe, expect, test } from 'vitest';
import { problem } from '../../contracts/wire/index.ts';
import { LinkError } from '../ports.ts';
import { answered, settle } from '../testing.ts';
import { batches, say, workingAgent } from './testing.ts';

describe('Retries', () => {
  test.each([
    ['a lost connection', new LinkError('connection-lost'), 'connection-lost'],
    ['a timeout', new LinkError('timeout'), 'timeout'],
    ['408', answered(408), 'status 408'],
    ['429', answered(429), 'status 429'],
    ['500', answered(500), 'status 500'],
    ['503', answered(503, problem('unavailable', '')), 'status 503'],
    ['a success that acknowledges nothing', answered(200, { stored: 1 }), 'not-acknowledged'],
  ])('After %s the same batch is sent again, unchanged, after growing delays', async (_, failure, reason) => {
    const working = await workingAgent();
    const { agent, link, clock, journal } = working;
    link.script.push(...Array(7).fill(failure));
    say(working, 2);
    agent.flush();
    await clock.advance(200_000);
    const bodies = new Set(link.calls.map(({ body }) => JSON.stringify(body)));
    expect(bodies.size).toBe(1);
    const gaps = link.calls.slice(1).map(({ at }, index) => at - (link.calls[index]?.at ?? 0));
    expect(gaps).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    expect(journal.of('batch-retry')).toMatchObject(
      gaps.map((delay, index) => ({ attempt: index + 1, delay, reason })),
    );
    expect(agent.waiting()).toEqual([]);
  });

  test('Jitter lengthens a delay by chance', async () => {
    const working = await workingAgent();
    working.random.fractions = 0.5;
    working.link.script.push(answered(500));
    say(working, 1);
    working.agent.flush();
    await settle();
    expect(working.journal.of('batch-retry')).toMatchObject([{ delay: 1_250 }]);
  });

  test('A success lets attempts count from zero again', async () => {
    const working = await workingAgent();
    const { agent, link, clock, journal } = working;
    link.script.push(answered(500), answered(500));
    say(working, 1);
    agent.flush();
    await clock.advance(10_000);
    link.script.push(answered(500));
    agent.report({ role: 'assistant', content: 'next' });
    agent.flush();
    await clock.advance(10_000);
    expect(journal.of('batch-retry')).toMatchObject([{ attempt: 1 }, { attempt: 2 }, { attempt: 1 }]);
  });

  test.each([
    ['in seconds', '20'],
    ['as a date', 'Thu, 01 Jan 2026 00:00:20 GMT'],
  ])('Retry-After %s is waited for', async (_, value) => {
    const working = await workingAgent();
    const { agent, link, clock } = working;
    link.script.push(answered(429, undefined, { 'retry-after': value }));
    say(working, 1);
    agent.flush();
    await clock.advance(19_999);
    expect(link.calls).toHaveLength(1);
    await clock.advance(1);
    expect(link.calls).toHaveLength(2);
  });

  test('A flush does not cut the delay before a retry short', async () => {
    const working = await workingAgent();
    working.link.script.push(answered(429, undefined, { 'retry-after': '20' }));
    say(working, 1);
    working.agent.flush();
    await settle();
    working.agent.flush();
    await working.clock.advance(19_000);
    expect(working.link.calls).toHaveLength(1);
  });
});

describe('A token that is refused', () => {
  test.each([
    [401, 'token_expired'],
    [403, 'forbidden'],
  ] as const)(
    'After %i the agent sends nothing, keeps its outbox, says so, and goes on with a new token',
    async (status, code) => {
      const working = await workingAgent();
      const { agent, link, clock, journal } = working;
      link.script.push(answered(status, problem(code, '')));
      say(working, 2);
      agent.flush();
      await clock.advance(3_600_000);
      agent.report({ role: 'assistant', content: 'm3' });
      agent.flush();
      agent.restart();
      await clock.advance(3_600_000);
      expect(link.calls).toHaveLength(1);
      expect(journal.of('unauthorized')).toMatchObject([{ status, code }]);
      expect(agent.waiting()).toHaveLength(3);
      agent.renewToken({ token: 'second-token' });
      await agent.delivered();
      expect(link.calls[1]).toMatchObject({ token: 'second-token' });
      expect(batches(working)[1]).toEqual(['m1', 'm2', 'm3']);
    },
  );

  test('A refusal of the old token does not stop an agent that has a new one', async () => {
    const working = await workingAgent();
    working.link.script.push(answered(401));
    say(working, 1);
    working.agent.flush();
    working.agent.renewToken({ token: 'second-token' });
    await working.agent.delivered();
    expect(working.link.calls.map(({ token }) => token)).toEqual(['first-token', 'second-token']);
    expect(working.journal.of('unauthorized')).toEqual([]);
  });
});
