import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RunReport } from '../contracts/trace/index.ts';
import { failedScenario, sampleCoverage, sampleReport, sampleScenario } from '../reports/sample-report.ts';
import { rehearse, temporaryFolder } from './fake-engine.ts';

function folderWith(files: Record<string, RunReport | string>): string {
  const cwd = temporaryFolder();
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, name)), { recursive: true });
    writeFileSync(join(cwd, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return cwd;
}

const trace = 'traces/retries/a.jsonl';
const passed = sampleReport([sampleScenario({ id: 'retries/a', trace })], { shard: '1/2' });
const held = sampleReport([sampleScenario({ id: 'retries/b' })], { shard: '2/2' });
const failed = sampleReport([failedScenario({ id: 'retries/b', trace: 'traces/retries/b.jsonl' })], { shard: '2/2' });
const shards = (second: RunReport | string) => folderWith({ '1/report.json': passed, '2/report.json': second });
const line = 'report merge 1/report.json 2/report.json';

describe('rehearse report merge', () => {
  test('writes one report, prints the summary and ends with 0 when all held', async () => {
    const { code, stdout, stderr, cwd } = await rehearse(line, { cwd: shards(held) });
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('2 passed, 0 failed of 2 scenarios');
    expect(readdirSync(join(cwd, 'rehearsal-out'))).toContain('report.json');
    const report: RunReport = JSON.parse(readFileSync(join(cwd, 'rehearsal-out/report.json'), 'utf8'));
    expect([report.shard, report.totals.passed, report.complete]).toEqual([null, 2, true]);
  });

  test('ends with 1 when something failed in any of them, and quotes the requirement', async () => {
    const { code, stdout } = await rehearse(line, { cwd: shards(failed) });
    expect(code).toBe(1);
    expect(stdout).toContain('TASK-1: One task has one session.');
  });

  test('ends with 2 when a shard is missing, and reports the others', async () => {
    const { code, stdout, stderr, cwd } = await rehearse('report merge 1/report.json', { cwd: shards(held) });
    expect([code, stderr]).toEqual([
      2,
      'Failed to merge a whole run: Shard 2/2 is missing. The report has what was played.\n',
    ]);
    expect(stdout).toContain('Not finished: Shard 2/2 is missing.');
    expect(existsSync(join(cwd, 'rehearsal-out/report.json'))).toBe(true);
  });

  test('copies the traces that are beside the reports, and names no others', async () => {
    const cwd = shards(failed);
    mkdirSync(join(cwd, '1/traces/retries'), { recursive: true });
    writeFileSync(join(cwd, '1', trace), 'the trace');
    await rehearse(`${line} --out all`, { cwd });
    expect(readFileSync(join(cwd, 'all', trace), 'utf8')).toBe('the trace');
    const report: RunReport = JSON.parse(readFileSync(join(cwd, 'all/report.json'), 'utf8'));
    expect(report.scenarios.map((scenario) => scenario.trace)).toEqual([trace, null]);
  });

  test('copies nothing from outside of the folder of a report, or to outside of its own', async () => {
    const outside = sampleReport([sampleScenario({ id: 'retries/b', trace: '../secret' })], { shard: '2/2' });
    const cwd = folderWith({ '1/report.json': passed, '2/report.json': outside, secret: 'secret' });
    await rehearse(`${line} --out deep/all`, { cwd });
    expect(existsSync(join(cwd, 'deep/secret'))).toBe(false);
    const report: RunReport = JSON.parse(readFileSync(join(cwd, 'deep/all/report.json'), 'utf8'));
    expect(report.scenarios.map((scenario) => scenario.trace)).toEqual([null, null]);
  });

  test('takes the reporters of a run', async () => {
    const { stdout, cwd } = await rehearse(`${line} --reporter junit,markdown --out o`, { cwd: shards(held) });
    expect(stdout).toBe('');
    expect(readdirSync(join(cwd, 'o')).filter((name) => name !== 'traces')).toEqual([
      'junit.xml',
      'report.json',
      'summary.md',
    ]);
    const printed = await rehearse(`${line} --json`, { cwd: shards(held) });
    expect(JSON.parse(printed.stdout).scenarios).toHaveLength(2);
  });

  test('asks for the coverage of all shards together', async () => {
    const cwd = folderWith({
      '1/report.json': { ...passed, coverage: sampleCoverage() },
      '2/report.json': {
        ...held,
        coverage: { ...sampleCoverage(), operations: { covered: 3, total: 3, missing: [] } },
      },
    });
    expect((await rehearse(`${line} --coverage-min 75`, { cwd })).code).toBe(0);
    expect((await rehearse(`${line} --coverage-min 76`, { cwd })).code).toBe(1);
  });

  test.each([
    [{ ...held, seed: 2 }, 'the seed of 1/report.json is 1, that of 2/report.json is 2. Give the reports of one run.'],
    [{ ...passed, shard: '2/2' }, 'retries/a is in 1/report.json and in 2/report.json. Give each shard once.'],
    [
      '{}',
      '2/report.json is no report of this version (format: Invalid input: expected 1). Give the path of a report.json that rehearse run wrote.',
    ],
  ])('refuses what is not of one run in one line, and writes nothing', async (second, reason) => {
    const { code, stdout, stderr, cwd } = await rehearse(line, { cwd: shards(second) });
    expect([code, stdout, stderr]).toEqual([2, '', `Failed to merge the reports: ${reason}\n`]);
    expect(existsSync(join(cwd, 'rehearsal-out'))).toBe(false);
  });

  test('overwrites none of the reports it is made of', async () => {
    const { code, stderr, cwd } = await rehearse(`${line} --out 1`, { cwd: shards(held) });
    expect([code, stderr]).toEqual([
      2,
      'Failed to merge the reports: 1/report.json would be overwritten by what is made of it. Give another --out.\n',
    ]);
    expect(JSON.parse(readFileSync(join(cwd, '1/report.json'), 'utf8'))).toEqual(passed);
  });
});
