import { describe, expect, test } from 'vitest';
import { run } from '../../../../scenarios/play/run.ts';
import { adapterLaws } from '../laws.testing.ts';
import { sam } from './index.ts';
import { startSam } from './testing/server.ts';
import type { Bug } from './testing/store.ts';

/** A handful: a submit that arrives twice, overlapping batches, the whole way of a message, stopping, limits. */
const select = [
  'duplicate-creation/duplicated-on-the-way',
  'overlapping-batches/every-two-overlap',
  'overlapping-batches/same-id-in-one-batch',
  'workspace-linking/linked',
  'lifecycle/stopped-by-two',
  'limits/topic',
];

async function played(bug: Bug | null, chosen: readonly string[] = select, without: readonly string[] = []) {
  const server = await startSam(bug);
  try {
    const options = Object.fromEntries(Object.entries(server.options).filter(([name]) => !without.includes(name)));
    return await run({ adapter: { from: sam, options }, select: chosen, lanes: 4, timeout: 20_000 });
  } finally {
    await server.stop();
  }
}

const failedChecks = ({ scenarios }: Awaited<ReturnType<typeof run>>) =>
  new Set(
    scenarios.flatMap(({ status, checks }) =>
      status === 'failed' ? checks.filter((one) => one.status === 'failed').map(({ id }) => id) : [],
    ),
  );

describe('the adapter of Simple Agent Manager', { timeout: 30_000 }, () => {
  adapterLaws({
    adapter: sam,
    start: () => startSam(),
    unknownId: { operation: 'getSession', param: 'sessionId' },
    simple: { operation: 'listSessions' },
  });

  test('a system that does as it should passes all that is played on it', async () => {
    const { scenarios, totals } = await played(null);
    expect(scenarios.filter(({ status }) => status === 'failed')).toEqual([]);
    expect(totals).toMatchObject({ passed: select.length, skipped: 0 });
  });

  test.each<[Bug, string, string]>([
    ['loses-overlapping-batch', 'overlapping-batches/every-two-overlap', 'counts-match'],
    ['changes-content', 'overlapping-batches/every-two-overlap', 'shown-as-sent'],
    ['reopens-stopped', 'lifecycle/stopped-by-two', 'life-in-order'],
    ['second-session', 'duplicate-creation/duplicated-on-the-way', 'one-session-per-task'],
    ['first-message-late', 'limits/topic', 'first-message-stored-once'],
  ])('a system that %s is found out', async (bug, scenario, check) => {
    expect(failedChecks(await played(bug, [scenario]))).toContain(check);
  });

  test('counters that do not add up are shown, with the request', async () => {
    const { scenarios } = await played('counts-duplicates-twice', ['overlapping-batches/same-id-in-one-batch']);
    expect(scenarios[0]).toMatchObject({ status: 'failed' });
    expect(scenarios[0]?.reason).toMatch(
      /answer to POST \/api\/workspaces\/\w+\/messages: it is \{"persisted":2,"duplicates":4\}/,
    );
  });

  test('what it lacks is skipped with the reason, in the middle of a play too, and never judged', {
    timeout: 30_000,
  }, async () => {
    const reasons = async (chosen: string, ...without: string[]) => {
      const { scenarios } = await played(null, [chosen], without);
      return scenarios.map(({ status, reason }) => [status, reason]);
    };
    expect(await reasons('workspace-linking/another-is-refused')).toEqual([
      ['skipped', 'the adapter sam has no linkWorkspace'],
    ]);
    expect(await reasons('duplicate-creation/key-of-two-users', 'otherCookie')).toEqual([
      ['skipped', 'the adapter sam has no second user (option otherCookie)'],
    ]);
    expect(await reasons('workspace-linking/linked', 'agentToken')).toEqual([
      ['skipped', 'the adapter sam has no createWorkspace without the option agentToken'],
    ]);
    expect(await reasons('live-reconnect/*').then((all) => new Set(all.map(([, reason]) => reason)))).toContain(
      'the adapter sam does not offer live',
    );
  });

  test('what it does not promise is reported as unmet, whatever passes', async () => {
    const { unmet } = await played(null, ['limits/topic']);
    const ids = unmet.map(({ requirement }) => requirement);
    for (const requirement of ['TASK-1', 'TASK-8', 'TASK-13', 'TASK-18']) expect(ids).toContain(requirement);
  });

  test('the command that plays it again has the options and no secret', async () => {
    const { scenarios } = await played(null, ['limits/topic']);
    expect(scenarios[0]?.reproduce).toMatch(
      / --adapter sam --adapter-option url=http\S+ --adapter-option projectId=\w+/,
    );
    expect(scenarios[0]?.reproduce).not.toMatch(/cookie|agentToken/i);
  });

  test('a system that is not there, and wrong credentials, are told before anything is played', async () => {
    const options = { url: 'http://127.0.0.1:9', projectId: 'p', cookie: 'none-of-theirs' };
    await expect(run({ adapter: { from: 'sam', options }, select: ['limits/topic'] })).rejects.toThrow(
      /^Failed to reach the target sam at http:\/\/127\.0\.0\.1:9: nothing answers there\./,
    );
    const server = await startSam();
    const wrong = { ...server.options, cookie: 'none-of-theirs' };
    await expect(run({ adapter: { from: 'sam', options: wrong }, select: ['limits/topic'] })).rejects.toThrow(/401/);
    await server.stop();
  });
});
