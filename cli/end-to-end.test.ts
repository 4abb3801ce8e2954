import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
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
  const child = spawn(process.execPath, [bin, ...words], { env: { ...process.env, NO_COLOR: '1' } });
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

test('a run that is interrupted reports what ran, ends with exit code 2 and leaves no process behind', async () => {
  const out = join(folder, 'interrupted');
  const child = start(['run', '--lanes', '1', '--out', out]);
  await child.said('Playing');
  child.process.kill('SIGINT');
  const { code, stderr } = await child.ended;
  expect([stderr, code]).toEqual([stderr, 2]);
  expect((await reportIn(out)).complete).toBe(false);
}, 60_000);
