import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { sampleReport } from '../reports/sample-report.ts';
import * as engine from '../scenarios/play/index.ts';
import { rehearse, temporaryFolder } from './fake-engine.ts';

/** What docs/ci.md says works as printed. */
const root = fileURLToPath(new URL('../', import.meta.url));
const text = readFileSync(join(root, 'docs/ci.md'), 'utf8');
const blocks = (language: string) =>
  [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)]
    .filter(([, of]) => of === language)
    .map(([, , block = '']) => block);
const commands = [...text.matchAll(/npx rehearse ([^'\n]+)/g)].map(([, words = '']) =>
  words.replace('"$TARGET_URL"', 'http://127.0.0.1:8787'),
);
const [baseline = ''] = blocks('yaml').filter((block) => block.startsWith('- scenario'));
const { catalogue, checkNames } = engine;

describe('docs/ci.md', () => {
  test('has commands', () => expect(commands.length).toBeGreaterThan(6));

  test.each(commands)('prints a command that is understood: %s', async (command) => {
    const cwd = temporaryFolder();
    for (const shard of [1, 2, 3]) {
      mkdirSync(join(cwd, `shards/${shard}`), { recursive: true });
      const report = sampleReport([], { shard: `${shard}/3` });
      writeFileSync(join(cwd, `shards/${shard}/report.json`), JSON.stringify(report));
    }
    mkdirSync(join(cwd, 'rehearsal-out'));
    writeFileSync(join(cwd, 'rehearsal-out/report.json'), JSON.stringify(sampleReport([])));
    writeFileSync(join(cwd, 'baseline.yaml'), baseline);
    const { code, stderr } = await rehearse(command, { cwd, engine: { catalogue, checkNames } });
    expect([stderr, code]).toEqual([stderr, 0]);
  });

  test('shows a baseline of scenarios and checks that there are', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'b.yaml'), baseline);
    const { stderr, asked } = await rehearse('run --baseline b.yaml', { cwd, engine: { catalogue, checkNames } });
    expect([stderr.includes('Failed'), asked.run?.[0].baseline?.length]).toEqual([false, 2]);
  });

  test('shows workflows that are YAML, and gives the action no inputs that it does not have', () => {
    const action = parse(readFileSync(join(root, 'action.yml'), 'utf8'));
    const workflows = blocks('yaml').map((block) => parse(block));
    const [github] = workflows.filter((workflow) => 'jobs' in workflow);
    const steps: { id?: string; with?: Record<string, string> }[] = github.jobs.rehearsal.steps;
    const given = Object.keys(steps.find(({ id }) => id === 'rehearsal')?.with ?? {});
    expect(given.length).toBeGreaterThan(0);
    for (const name of given) expect(action.inputs).toHaveProperty(name);
    for (const name of Object.keys(action.outputs)) expect(text).toContain(`\`${name}\``);
  });

  test('installs the command before a job takes it, since npx would take another package of that name', () => {
    const jobs = [...blocks('yaml'), ...blocks('groovy')].filter((block) => block.includes('npx rehearse'));
    expect(jobs).toHaveLength(2);
    for (const job of jobs) expect(job).toMatch(/npm ci[\s\S]*npx rehearse/);
  });

  test('links to files that there are', () => {
    for (const [, link = ''] of text.matchAll(/\]\((?!http)([^)]+)\)/g)) {
      expect(readFileSync(join(root, dirname('docs/ci.md'), link), 'utf8')).not.toBe('');
    }
  });
});
