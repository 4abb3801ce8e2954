import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { RunReport } from '../contracts/trace/index.ts';
import { run } from '../scenarios/play/run.ts';
import { CannotRun } from '../scenarios/play/run-types.ts';

/** The command as its users have it: a process, its output, its exit code. */
const bin = fileURLToPath(new URL('../bin/rehearse.mjs', import.meta.url));
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rehearse-end-to-end-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

function start(words: string[]): { process: ChildProcess; ended: Promise<Ended>; said(text: string): Promise<string> } {
  const child = spawn(process.execPath, [bin, ...words], {
    env: { ...process.env, NO_COLOR: '1', GITHUB_ACTIONS: '' },
  });
  const output = { stdout: '', stderr: '' };
  const listeners = new Set<() => void>();
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].on('data', (data) => {
      output[stream] += String(data);
      for (const listener of listeners) listener();
    });
  }
  const ended = new Promise<Ended>((resolve) => child.on('close', (code) => resolve({ code, ...output })));
  const said = (text: string) =>
    new Promise<string>((resolve, reject) => {
      const look = () => (output.stdout + output.stderr).includes(text) && resolve(output.stdout + output.stderr);
      listeners.add(look);
      look();
      void ended.then(() => reject(new Error(`It ended before it said "${text}": ${output.stderr}`)));
    });
  return { process: child, ended, said };
}

const rehearse = (...words: string[]) => start(words).ended;
const reportIn = async (out: string) => JSON.parse(await readFile(join(out, 'report.json'), 'utf8')) as RunReport;

describe('bad input gets one clear line and exit code 2', () => {
  const cases: [what: string, words: string[], says: RegExp][] = [
    ['a flag that does not exist', ['run', '--sed', '7'], /--seed/],
    ['a scenario that does not exist', ['run', 'retries/token-expird'], /retries\/token-expired/],
    ['a mutant that does not exist', ['run', '--mutant', 'second-workspac'], /second-workspace/],
    ['a target that is not there', ['run', '--target', 'http://127.0.0.1:9'], /http:\/\/127\.0\.0\.1:9/],
    ['a folder that cannot be written', ['run', 'limits', '--out', '/dev/null/out'], /\/dev\/null\/out/],
    ['a trace that is not there', ['replay', '/nowhere/x.jsonl'], /\/nowhere\/x\.jsonl/],
    ['a seed that is no number', ['run', '--seed', 'seven'], /seven/],
  ];
  test.each(cases)('%s', async (_what, words, says) => {
    const { code, stderr } = await rehearse(...words);
    expect(code).toBe(2);
    expect(stderr).toMatch(says);
    expect(stderr).not.toContain('    at ');
  });

  test('a trace that is damaged', async () => {
    const file = join(folder, 'damaged.jsonl');
    await writeFile(file, '{"format":1\n');
    const { code, stderr } = await rehearse('replay', file);
    expect([code, stderr.trim().split('\n').length]).toEqual([2, 1]);
    expect(stderr).toContain('line 1 is not JSON');
  });
});

describe('a trace', () => {
  test('is replayed to the same history, and to another one with a known bug switched on', async () => {
    const out = join(folder, 'recorded');
    const { code } = await rehearse('run', 'workspace-linking/runner-dies-between', '--seed', '7', '--out', out);
    expect(code).toBe(0);
    const trace = join(out, 'traces', 'workspace-linking', 'runner-dies-between.jsonl');
    expect((await rehearse('replay', trace, '--out', join(folder, 'again'))).code).toBe(0);
    const other = await rehearse('replay', trace, '--mutant', 'second-workspace', '--out', join(folder, 'other'));
    expect(other.code).toBe(1);
    expect(other.stdout).toContain('Something else happened, from event');
  }, 60_000);
});

describe('a run on a target that is running already', () => {
  const serve = async () => {
    const server = start(['serve']);
    // Whatever the test finds, it leaves no server behind.
    onTestFinished(() => void server.process.kill('SIGINT'));
    const text = await server.said('administrator token');
    const url = /http:\/\/[\d.:]+/.exec(text)?.[0] ?? '';
    const token = /admin_[\w-]+/.exec(text)?.[0] ?? '';
    return { ...server, url, token };
  };

  test('has the verdicts it has on the embedded control plane', async () => {
    const server = await serve();
    const out = join(folder, 'target');
    const on = ['--target', server.url, '--token', server.token, '--out', out];
    const { code, stderr } = await rehearse('run', 'duplicate-creation', 'limits', ...on);
    server.process.kill('SIGINT');
    expect([stderr, code]).toEqual([stderr, 0]);
    const { totals } = await reportIn(out);
    expect([totals.failed, totals.inconclusive]).toEqual([0, 0]);
    expect(totals.passed).toBeGreaterThan(8);
    expect((await server.ended).code).toBe(0);
  }, 120_000);

  test('that is lost in the middle ends with a clear error, exit code 2 and a report of what ran', async () => {
    const server = await serve();
    const finished = { count: 0 };
    const whole = run({
      target: server.url,
      token: server.token,
      select: ['malformed-input', 'retries'],
      lanes: 1,
      progress: (step) => {
        if (step.type !== 'finished') return;
        finished.count += 1;
        if (finished.count === 2) server.process.kill('SIGINT');
      },
    });
    const error = await whole.catch((caught: unknown) => caught);
    if (!(error instanceof CannotRun)) throw new Error('The run came to its end.');
    expect(error.message).toContain(`The target ${server.url} was lost`);
    expect(error.report?.complete).toBe(false);
    expect(error.report?.scenarios).toHaveLength(2);
  }, 120_000);
});

test('a run says what of the contract and of the pacts it exercised', async () => {
  const path = '/v1/projects/p/tasks';
  const about = { type: 'Synchronous/HTTP', request: { method: 'POST', path } };
  const interactions = [
    { ...about, description: 'played', response: { status: 201 } },
    { ...about, description: 'not played', response: { status: 429 } },
  ];
  const pact = { consumer: { name: 'frontend' }, provider: { name: 'session-api' }, interactions };
  const pacts = join(folder, 'pacts');
  await mkdir(pacts);
  await writeFile(join(pacts, 'frontend-session-api.json'), JSON.stringify(pact));
  const { coverage } = await run({ select: ['duplicate-creation'], lanes: 1, pacts });
  expect(coverage?.operations.missing).not.toContain('submitTask');
  expect(coverage?.operations.missing).toContain('claimTask');
  expect(coverage?.answers.missing).not.toContainEqual({ operation: 'submitTask', status: 201, code: null });
  const { missing = [], ...numbers } = coverage?.interactions ?? {};
  expect(numbers).toEqual({ covered: 1, total: 2 });
  expect(missing.map(({ description, wants }) => [description, wants])).toEqual([['not played', 'submitTask 429']]);
}, 60_000);

describe('a run that takes too long', () => {
  test('fails the scenarios that do, and the process ends', async () => {
    const out = join(folder, 'timeout');
    const { code } = await rehearse('run', 'limits/topic', 'retries/gone', '--timeout', '1', '--out', out);
    const { totals, scenarios } = await reportIn(out);
    expect([code, totals.failed]).toEqual([1, 2]);
    expect(new Set(scenarios.map(({ reason }) => reason))).toEqual(
      new Set(['It did not end within 0.001 s of real time.']),
    );
  }, 60_000);

  test('ends at its deadline with what ran, a report and exit code 2', async () => {
    const out = join(folder, 'deadline');
    const { code, stderr } = await rehearse('run', '--lanes', '1', '--deadline', '1', '--out', out);
    const reason = 'It did not end within its deadline of 1 s.';
    expect([code, stderr]).toEqual([2, expect.stringContaining(`Failed to finish the run: ${reason}`)]);
    const { complete, reason: reported, totals } = await reportIn(out);
    expect([complete, reported, totals.failed]).toEqual([false, reason, 0]);
  }, 60_000);

  test('does not end before its deadline', async () => {
    const out = join(folder, 'in-time');
    const { code } = await rehearse('run', 'limits/topic', '--deadline', '600', '--out', out);
    expect([code, (await reportIn(out)).complete]).toEqual([0, true]);
  }, 60_000);
});

test('the shards of a run are merged to the report of the whole, traces and coverage and all', async () => {
  const shards = ['1/2', '2/2'];
  const outs = shards.map((shard) => join(folder, `shard-${shard.replace('/', '-of-')}`));
  for (const [index, shard] of shards.entries()) {
    const { code } = await rehearse('run', 'limits', '--shard', shard, '--out', outs[index] ?? '');
    expect(code).toBe(0);
  }
  const [merged, whole] = [join(folder, 'merged'), join(folder, 'whole')];
  const reports = outs.map((out) => join(out, 'report.json'));
  expect((await rehearse('report', 'merge', ...reports, '--out', merged)).code).toBe(0);
  expect((await rehearse('run', 'limits', '--out', whole)).code).toBe(0);
  const timeless = ({ scenarios, ...report }: RunReport) => ({
    ...report,
    duration: 0,
    scenarios: scenarios.map((scenario) => ({ ...scenario, duration: 0 })),
  });
  expect(timeless(await reportIn(merged))).toEqual(timeless(await reportIn(whole)));
  for (const { trace } of (await reportIn(merged)).scenarios) {
    expect(await readFile(join(merged, trace ?? 'no trace'), 'utf8')).toBe(
      await readFile(join(whole, trace ?? 'no trace'), 'utf8'),
    );
  }
}, 120_000);

test('a shard of fewer scenarios than shards has an empty report, so that none of them is missing', async () => {
  const shards = ['1/2', '2/2'].map((shard) => ({ shard, out: join(folder, `few-${shard.replace('/', '-of-')}`) }));
  for (const { shard, out } of shards) {
    const { code, stderr } = await rehearse('run', 'limits/topic', '--shard', shard, '--out', out);
    expect([stderr, code]).toEqual([stderr, 0]);
  }
  const [first, second] = shards.map(({ out }) => join(out, 'report.json'));
  if (!first || !second) throw new Error('There are two.');
  expect((await reportIn(join(folder, 'few-2-of-2'))).scenarios).toEqual([]);
  const whole = join(folder, 'few');
  expect((await rehearse('report', 'merge', first, second, '--out', whole)).code).toBe(0);
  const { complete, select, totals } = await reportIn(whole);
  expect([complete, select, totals.passed]).toEqual([true, ['limits/topic'], 1]);
}, 60_000);

test('a known failure is no failure with its baseline, and a stale entry without it', async () => {
  const out = join(folder, 'known');
  const baseline = join(folder, 'known.yaml');
  const words = ['run', 'workspace-linking/runner-dies-between', '--out', out];
  expect((await rehearse(...words, '--mutant', 'second-workspace')).code).toBe(1);
  expect((await rehearse('baseline', 'write', '--from', join(out, 'report.json'), '--out', baseline)).code).toBe(0);
  expect((await rehearse(...words, '--mutant', 'second-workspace', '--baseline', baseline)).code).toBe(0);
  const { code, stdout } = await rehearse(...words, '--baseline', baseline);
  expect([code, stdout]).toEqual([1, expect.stringContaining('Stale: remove it from the baseline.')]);
  expect(stdout).toContain(`--seed 1 --baseline ${baseline}`);
}, 120_000);

test('a run that is interrupted reports what ran, ends with exit code 2 and leaves no process behind', async () => {
  const out = join(folder, 'interrupted');
  const child = start(['run', '--lanes', '1', '--out', out]);
  await child.said('Playing');
  child.process.kill('SIGINT');
  const { code, stderr } = await child.ended;
  expect([stderr, code]).toEqual([stderr, 2]);
  expect((await reportIn(out)).complete).toBe(false);
}, 60_000);
