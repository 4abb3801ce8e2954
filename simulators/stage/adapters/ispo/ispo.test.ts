import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { run } from '../../../../scenarios/play/run.ts';
import { adapterLaws } from '../laws.testing.ts';
import { readOptions } from '../options.ts';
import { ispo } from './index.ts';
import { startIspo } from './testing/server.ts';
import type { Bug } from './testing/store.ts';

const root = new URL('../../../../', import.meta.url);

/** All that can be played. */
const playable = [
  'phase-sessions/answer-of-replacement-lost',
  'phase-sessions/phases-beside-each-other',
  'phase-sessions/same-model-at-once',
  'phase-sessions/same-model-twice',
  'phase-sessions/started-is-visible',
];

/** The scenario that the guide prints, as a user's file. */
async function scenarioOfDocs(): Promise<string> {
  const guide = await readFile(new URL('docs/adapters/ispo.md', root), 'utf8');
  const [, code = ''] = /^```ts\n([\s\S]*?)^```$/m.exec(guide) ?? [];
  // In the folder of this package, so that its own dependencies are found.
  const out = fileURLToPath(new URL('rehearsal-out/', root));
  await mkdir(out, { recursive: true });
  const folder = await mkdtemp(join(out, 'ispo-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'cancelled.ts');
  await writeFile(file, code.replace("'dress-rehearsal'", `'${new URL('index.ts', root).href}'`));
  return file;
}

async function played(bug: Bug | null, select: readonly string[], scenarios: readonly string[] = []) {
  const server = await startIspo(bug);
  try {
    return await run({ adapter: { from: ispo, options: server.options }, select, scenarios, timeout: 20_000 });
  } finally {
    await server.stop();
  }
}

/** Checks that failed because of something that was seen, by scenario. */
const failedChecks = ({ scenarios }: Awaited<ReturnType<typeof run>>) =>
  scenarios.flatMap(({ checks }) =>
    checks.filter(({ status, judged }) => status === 'failed' && judged > 0).map(({ id }) => id),
  );

const statusOf = ({ scenarios }: Awaited<ReturnType<typeof run>>) =>
  scenarios.map(({ status, reason }) => [status, reason]);

describe('the adapter of ispo-code', { timeout: 30_000 }, () => {
  adapterLaws({
    adapter: ispo,
    start: () => startIspo(),
    unknownId: { operation: 'getPhaseSession', param: 'sessionId' },
    simple: { operation: 'submitTask', body: { message: 'Build the shed.' } },
  });

  test('a system whose rules are as specified passes all that is played on it, beside what others have there', async () => {
    const { scenarios, totals } = await played(null, ['phase-*/*']);
    expect(scenarios.filter(({ status }) => status === 'failed')).toEqual([]);
    expect(scenarios.filter(({ status }) => status === 'passed').map(({ id }) => id)).toEqual(playable);
    expect(totals.inconclusive).toBe(0);
  });

  test.each<[Bug, string, string]>([
    ['same-model-makes-two', 'phase-sessions/same-model-twice', 'one-visible-session'],
    ['without-rules', 'phase-sessions/started-is-visible', 'one-visible-session'],
    ['never-appears', 'phase-sessions/started-is-visible', 'started-is-visible'],
    ['appears-late', 'phase-sessions/started-is-visible', 'started-is-visible'],
    ['deleted-stays-listed', 'phase-sessions/phases-beside-each-other', 'replaced-is-gone'],
    ['model-forgotten', 'phase-sessions/same-model-twice', 'starts-follow-the-model'],
  ])('a system with the bug %s is found out', async (bug, scenario, check) => {
    expect(failedChecks(await played(bug, [scenario]))).toContain(check);
  });

  test('a start that is answered with the session of another phase is shown, with what came', async () => {
    const { scenarios } = await played('one-session-for-all-phases', ['phase-sessions/phases-beside-each-other']);
    expect(scenarios[0]?.status).toBe('failed');
    expect(scenarios[0]?.reason).toMatch(
      /answer to a start: it is \{.*"Plan: .* a session of tasks\/.*"Run: …" was expected/,
    );
  });

  test('the scenario of the guide passes, and finds a session that ends after it was cancelled', async () => {
    const file = await scenarioOfDocs();
    const right = await played(null, ['ispo/*'], [file]);
    expect(statusOf(right)).toEqual([['passed', null]]);
    expect(failedChecks(await played('completed-after-cancel', ['ispo/*'], [file]))).toContain('ended-stays-ended');
  });

  test('what it lacks is skipped with the reason, in the middle of a play too', async () => {
    const reasons = async (chosen: string) => statusOf(await played(null, [chosen]));
    expect(await reasons('phase-sessions/minor-version')).toEqual([
      ['skipped', 'the adapter ispo has no versions of a model'],
    ]);
    expect(await reasons('phase-sessions/cancelled-stays-cancelled')).toEqual([
      ['skipped', 'the adapter ispo has no finishPhaseSession'],
    ]);
    expect(await reasons('phase-locks/freed-in-time')).toEqual([
      ['skipped', 'Sessions cannot be locked, and nothing waits for anybody'],
    ]);
  });

  test('what it cannot meet is reported as unmet, and no check is judged for that alone', async () => {
    const { unmet, scenarios } = await played(null, ['phase-sessions/started-is-visible']);
    const ids = unmet.map(({ requirement }) => requirement);
    for (const requirement of ['PHASE-2', 'PHASE-5', 'PHASE-6', 'PHASE-12', 'PHASE-18', 'SAFE-1', 'TASK-1'])
      expect(ids).toContain(requirement);
    for (const requirement of ['PHASE-1', 'PHASE-4', 'PHASE-15']) expect(ids).not.toContain(requirement);
    const judged = scenarios[0]?.checks.filter((check) => check.judged > 0).map(({ id }) => id);
    expect(judged).not.toContain('warned-before-replacing');
    expect(judged).not.toContain('failures-have-their-text');
  });

  test('the command that plays it again has the options that a shell takes as they are, and no secret', async () => {
    const { scenarios } = await played(null, ['phase-sessions/started-is-visible']);
    expect(scenarios[0]?.reproduce).toMatch(
      / --adapter ispo( --adapter-option (url|workingDir|agentType|models)=[\w:/.-]+){4} --seed 1$/,
    );
  });

  test('models that are no pairs are refused, and a server without such procedures is told before anything is played', async () => {
    const server = await startIspo();
    expect(() => readOptions(ispo, { ...server.options, models: 'sonnet' })).toThrow(
      /models cannot be taken \(give pairs/,
    );
    server.instead = () => ({
      status: 404,
      body: { error: { message: 'No procedure found', code: -32004, data: { code: 'NOT_FOUND' } } },
    });
    const { scenarios } = await run({
      adapter: { from: ispo, options: server.options },
      select: ['phase-sessions/same-model-twice'],
    });
    expect(scenarios[0]?.status).toBe('failed');
    expect(scenarios[0]?.reason).toMatch(
      /answer to \/api\/trpc\/tasks\.getActiveAgentSessions: .*a procedure of that name/,
    );
    await server.stop();
  });
});
