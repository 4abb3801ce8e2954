import { describe, expect, test } from 'vitest';
import { run } from '../../../../scenarios/play/run.ts';
import { adapterLaws } from '../laws.testing.ts';
import { multica } from './index.ts';
import { startMultica } from './testing/server.ts';
import type { Bug } from './testing/store.ts';

/** A handful: issues and chats that move to another runtime, crashes, ends without a word, a run told by hand. */
const select = [
  'cross-runtime-resume/agent-moved-while-tasks-wait',
  'cross-runtime-resume/back-without-a-session',
  'cross-runtime-resume/chat-other-runtime',
  'cross-runtime-resume/crash-after-pin',
  'cross-runtime-resume/crash-of-a-chat',
  'cross-runtime-resume/issue-other-runtime',
  'cross-runtime-resume/machine-moves',
  'cross-runtime-resume/pinned-in-two-words',
];

async function played(bug: Bug | null, chosen: readonly string[] = select) {
  const server = await startMultica(bug);
  try {
    const adapter = { from: multica, options: server.options };
    return await run({ adapter, select: chosen, lanes: 4, timeout: 25_000 });
  } finally {
    await server.stop();
  }
}

describe('the adapter of Multica', { timeout: 40_000 }, () => {
  adapterLaws({
    adapter: multica,
    start: () => startMultica(),
    unknownId: { operation: 'getAgent', param: 'agentId' },
    simple: { operation: 'listRuntimes' },
  });

  // Plays mostly wait for the second that a run takes: they go on side by side.
  describe.concurrent('in plays', () => {
    test('a system that does as it should passes all that is played on it', async () => {
      const { scenarios, totals } = await played(null);
      expect(scenarios.filter(({ status }) => status === 'failed')).toEqual([]);
      expect(totals).toMatchObject({ passed: select.length, skipped: 0 });
    });

    test.each<[Bug, string, string]>([
      ['resumes-anywhere', 'issue-other-runtime', 'offered-only-where-made'],
      ['drops-the-directory', 'issue-other-runtime', 'work-dir-kept'],
      ['asks-the-agent', 'agent-moved-while-tasks-wait', 'offered-when-possible'],
      ['forgets-by-silence', 'completion-without-a-session', 'offered-when-possible'],
      ['loses-the-pin', 'crash-after-pin', 'pinned-survives'],
      ['claims-for-anybody', 'issue-same-runtime', 'daemons-kept-apart'],
    ])('a system that %s is found out', async (bug, scenario, check) => {
      const { scenarios } = await played(bug, [`cross-runtime-resume/${scenario}`]);
      expect(scenarios.map(({ status }) => status)).toEqual(['failed']);
      const failed = scenarios.flatMap(({ checks }) => checks.filter(({ status }) => status === 'failed'));
      expect(failed.map(({ id }) => id)).toContain(check);
    });

    test.each([
      ['cross-runtime-resume/removed-with-waiting-tasks', 'the adapter multica has no removeRuntime'],
      [
        'cross-runtime-resume/two-runtimes-end-at-once',
        'the adapter multica has no second run of an issue or a chat beside the first',
      ],
      ['authorisation/daemons', 'the adapter multica has no second project'],
      ['runtime-migration/stale-pointer', 'the adapter multica does not offer migration'],
    ])('%s is skipped: %s', async (scenario, reason) => {
      const { scenarios } = await played(null, [scenario]);
      expect(scenarios.map((one) => [one.status, one.reason])).toEqual([['skipped', reason]]);
    });

    test('what it does not show or promise is reported as unmet, whatever passes', async () => {
      const { scenarios, unmet } = await played(null, [
        'cross-runtime-resume/crash-of-a-chat',
        'runtime-claims/answer-lost',
      ]);
      expect(unmet.map(({ requirement }) => requirement)).toEqual(expect.arrayContaining(['RUN-4', 'RUN-7', 'RUN-9']));
      const [resumed, claimed] = scenarios;
      expect(resumed?.checks.find(({ id }) => id === 'pointer-moves-whole')).toMatchObject({
        status: 'not-applicable',
      });
      expect(claimed).toMatchObject({ status: 'skipped', reason: expect.stringContaining('A claim has no key') });
    });

    test('wrong credentials are told before anything is played', async () => {
      const server = await startMultica();
      const options = { ...server.options, token: 'mul_none-of-theirs' };
      await expect(run({ adapter: { from: 'multica', options }, select })).rejects.toThrow(/401/);
      await server.stop();
    });
  });
});
