import { describe, expect, test } from 'vitest';
import { run } from '../../../../scenarios/play/run.ts';
import { adapterLaws } from '../laws.testing.ts';
import { mitzo } from './index.ts';
import { startMitzo } from './testing/server.ts';
import type { Bug } from './testing/sessions.ts';

/** A handful of each family: switching, repeating, interrupting, stopping, coming back, sharing, and some of the table. */
const select = [
  'double-send/acknowledgement-lost',
  'double-send/first-message-after-switch',
  'double-send/gap-before-the-first-send',
  'live-reconnect/after-the-reply',
  'live-reconnect/in-mid-stream',
  'live-lifecycle/stopped-while-starting',
  'live-sharing/another-users-session',
  'live-sharing/same-id-other-prompt',
  'live-sharing/same-message-at-once',
  'live-sharing/two-devices',
  'first-message/two-before-created',
  'first-message/unknown-in-the-address-bar',
  'chat-view/chunks-reordered',
  'chat-view/metadata',
  'routing/interrupt-active-loop',
  'routing/send-starting-loop',
  'routing/switch-session-active-loop',
];

/** What a play on a server came to. */
async function played(
  bug: Bug | null,
  chosen: readonly string[] = select,
  { timeout = 20_000, without = [] }: { timeout?: number; without?: readonly string[] } = {},
) {
  const server = await startMitzo(bug);
  try {
    const options = Object.fromEntries(Object.entries(server.options).filter(([name]) => !without.includes(name)));
    return await run({ adapter: { from: mitzo, options }, select: chosen, lanes: 4, timeout });
  } finally {
    await server.stop();
  }
}

const failedChecks = ({ scenarios }: Awaited<ReturnType<typeof run>>) =>
  scenarios.flatMap(({ checks }) => checks.filter(({ status }) => status === 'failed').map(({ id }) => id));

describe('the adapter of Mitzo', () => {
  adapterLaws({
    adapter: mitzo,
    start: () => startMitzo(),
    unknownId: { operation: 'liveHistory', param: 'sessionId' },
    simple: { operation: 'listLiveSessions' },
  });
});

// Side by side: most of the time they wait for the pieces of a reply.
describe.concurrent('what is played on Mitzo', { timeout: 30_000 }, () => {
  test('a system that does as it should passes all that is played on it', async () => {
    const { scenarios, totals } = await played(null);
    expect(scenarios.filter(({ status }) => status === 'failed')).toEqual([]);
    expect(totals).toMatchObject({ passed: select.length, skipped: 0 });
  });

  test('the same play twice on one server says no prompt under an id that was said before', async () => {
    const server = await startMitzo();
    const choice = { adapter: { from: mitzo, options: server.options }, select: ['chat-view/metadata'], seed: 7 };
    for (let time = 1; time <= 2; time += 1) expect((await run(choice)).totals).toMatchObject({ passed: 1, failed: 0 });
    await server.stop();
  });

  describe('finds out a system', () => {
    test.each<[what: Bug, scenario: string, check: string]>([
      ['no-watch-on-switch', 'double-send/first-message-after-switch', 'switch-subscribes'],
      ['loses-a-word', 'chat-view/metadata', 'reply-is-the-echo'],
      ['two-turns', 'double-send/acknowledgement-lost', 'one-turn-per-message'],
      ['replay-from-zero', 'live-reconnect/after-the-reply', 'reconnect-replays'],
      ['ended-to-active', 'live-lifecycle/stopped-while-starting', 'legal-transitions'],
      ['closing-takes-prompts', 'routing/send-closing-loop', 'closing-takes-nothing'],
      ['running-from-registry', 'routing/switch-session-closing-loop', 'switched-tells-the-truth'],
    ])('with %s', async (bug, scenario, check) => {
      expect(failedChecks(await played(bug, [scenario]))).toContain(check);
    });

    test.each<[Bug, string]>([
      ['first-message-swallowed', 'double-send/first-message-after-switch'],
      ['sender-unsubscribed', 'routing/send-active-loop'],
    ])('with %s, whose play waits for what never comes', async (bug, scenario) => {
      const { scenarios } = await played(bug, [scenario], { timeout: 4000 });
      expect(scenarios).toMatchObject([{ status: 'failed', reason: expect.stringMatching(/^It did not end within/) }]);
    });
  });

  test('what it lacks is skipped with the reason, in the middle of a play too, and never judged', async () => {
    const reasons = async (chosen: string, ...without: string[]) => {
      const { scenarios } = await played(null, [chosen], { without });
      return scenarios.map(({ status, reason }) => [status, reason]);
    };
    expect(await reasons('routing/interrupt-created-no-loop')).toEqual([
      ['skipped', 'the adapter mitzo has no session before its first message'],
    ]);
    expect(await reasons('live-reconnect/cursor-ahead')).toEqual([
      ['skipped', 'the adapter mitzo has no answer to a cursor that is ahead'],
    ]);
    expect(await reasons('first-message/same-id-at-once')).toEqual([['skipped', 'Mitzo chooses the ids of sessions']]);
    expect(await reasons('live-sharing/another-users-session', 'otherCredential')).toEqual([
      ['skipped', 'the adapter mitzo has no second user (option otherCredential)'],
    ]);
  });

  test('what it does not promise is reported as unmet, whatever passes', async () => {
    const { unmet } = await played(null, ['first-message/two-before-created']);
    const ids = unmet.map(({ requirement }) => requirement);
    for (const requirement of ['LIVE-11', 'WEB-1', 'WEB-10', 'WEB-16']) expect(ids).toContain(requirement);
  });

  test('replies that are not said to be echoes, and wrong credentials, are told before anything is played', async () => {
    const server = await startMitzo();
    const from = (options: Record<string, unknown>) =>
      run({ adapter: { from: mitzo, options: { ...server.options, ...options } }, select: ['chat-view/metadata'] });
    await expect(from({ replies: 'anything' })).rejects.toThrow(/replies/);
    await expect(from({ credential: 'mitzo_session=none-of-theirs' })).rejects.toThrow(/401/);
    await expect(from({ path: '/elsewhere' })).rejects.toThrow(/404/);
    await server.stop();
  });
});
