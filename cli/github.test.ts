import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { failedScenario, sampleReport } from '../reports/sample-report.ts';
import { rehearse, temporaryFolder } from './fake-engine.ts';

const failing = { run: async () => sampleReport([failedScenario()]) };
const error = /^::error title=duplicate-creation\/two-tabs failed,file=rehearsal-out\/traces\/.*\.jsonl::Task t1/m;

function onGitHub(line: string, more: Record<string, string> = {}) {
  const cwd = temporaryFolder();
  const summary = join(cwd, 'step-summary.md');
  writeFileSync(summary, 'Of another command.\n');
  const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary, ...more };
  return rehearse(line, { engine: failing, cwd, env }).then((ended) => ({
    ...ended,
    summary: readFileSync(summary, 'utf8'),
  }));
}

describe('On GitHub', () => {
  test('what failed is annotated, after the report, and the summary of the step has it too', async () => {
    const { code, stdout, summary } = await onGitHub('run');
    expect(code).toBe(1);
    expect(stdout).toMatch(error);
    expect(stdout.indexOf('0 passed, 1 failed')).toBeLessThan(stdout.indexOf('::error'));
    expect(summary).toMatch(/^Of another command\.\n## Dress rehearsal: failed\n/);
    expect(summary).toContain('TASK-1: One task has one session.');
  });

  test('nothing of it is there with --no-github', async () => {
    const { code, stdout, summary } = await onGitHub('run --no-github');
    expect([code, summary]).toEqual([1, 'Of another command.\n']);
    expect(stdout).not.toContain('::error');
  });

  test('what is printed for programs stays as it is', async () => {
    const asJson = await onGitHub('run --json');
    expect(JSON.parse(asJson.stdout).totals.failed).toBe(1);
    expect(asJson.stderr).toMatch(error);
    const asXml = await onGitHub('run --reporter junit');
    expect(asXml.stdout).not.toContain('::error');
    expect(asXml.stderr).toMatch(error);
  });

  test('the file of an annotation is a path from the workspace, wherever the command was run', async () => {
    const fileWith = async (cwd: string, workspace: string) => {
      const env = { GITHUB_ACTIONS: 'true', GITHUB_WORKSPACE: workspace };
      const { stdout } = await rehearse('run', { engine: failing, cwd, env });
      return /,file=(.*?)::/.exec(stdout)?.[1];
    };
    const workspace = temporaryFolder();
    const below = join(workspace, 'services/api');
    mkdirSync(below, { recursive: true });
    const trace = 'traces/duplicate-creation.two-tabs.jsonl';
    expect(await fileWith(below, workspace)).toBe(`services/api/rehearsal-out/${trace}`);
    expect(await fileWith(workspace, workspace)).toBe(`rehearsal-out/${trace}`);
    expect(await fileWith(below, '')).toBe(`rehearsal-out/${trace}`);
    const elsewhere = temporaryFolder();
    expect(await fileWith(elsewhere, workspace)).toBe(`${elsewhere}/rehearsal-out/${trace}`);
  });

  test('a summary that cannot be written costs one line, and not the verdict', async () => {
    const { code, stdout, stderr } = await onGitHub('run', { GITHUB_STEP_SUMMARY: '/nowhere/summary.md' });
    expect(code).toBe(1);
    expect(stdout).toMatch(error);
    expect(stderr).toContain(
      'Failed to write the step summary /nowhere/summary.md: ENOENT. The verdict is not touched by it; --no-github leaves the summary out.\n',
    );
  });
});

describe('Elsewhere', () => {
  test.each([{}, { GITHUB_ACTIONS: '' }, { GITHUB_ACTIONS: 'false' }])('nothing is annotated: %j', async (env) => {
    expect((await rehearse('run', { engine: failing, env })).stdout).not.toContain('::error');
  });

  test('--reporter github annotates, alone or beside others, and needs no summary', async () => {
    const alone = await rehearse('run --reporter github', { engine: failing });
    expect(alone.stdout).toMatch(/^::error [^\n]*\n$/);
    expect(readdirSync(join(alone.cwd, 'rehearsal-out'))).toEqual(['report.json']);
    const beside = await rehearse('run --reporter terminal,github', { engine: failing });
    expect(beside.stdout).toMatch(error);
    expect(beside.stdout).toContain('0 passed, 1 failed');
  });
});
