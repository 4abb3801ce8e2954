import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { scenario } from '../scenarios/play/scenario.ts';
import { loadConfig } from './config-file.ts';
import { rehearse, temporaryFolder } from './fake-engine.ts';
import sample from './init/files/sample-scenario.ts';
import { settle } from './settings.ts';

const paths = [
  'rehearsal.config.ts',
  'rehearsal/scenarios/answer-lost.ts',
  'rehearsal/adapter.ts',
  '.github/workflows/rehearsal.yml',
];

describe('rehearse init', () => {
  test('writes what a project begins with, and says what to do next', async () => {
    const { code, stdout, cwd } = await rehearse('init');
    expect(code).toBe(0);
    for (const path of paths) {
      expect(stdout).toMatch(new RegExp(`^written +${path.replaceAll('.', '\\.')}`, 'm'));
      expect(existsSync(join(cwd, path))).toBe(true);
    }
    expect(stdout).toContain('npm install --save-dev <path of dress-rehearsal-');
    expect(stdout).not.toContain('  cd ');
  });

  test('leaves what is there as it is, and says so', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'rehearsal.config.ts'), 'mine');
    const { code, stdout } = await rehearse('init', { cwd });
    expect([code, readFileSync(join(cwd, 'rehearsal.config.ts'), 'utf8')]).toEqual([0, 'mine']);
    expect(stdout).toMatch(/^there already {2}rehearsal\.config\.ts/m);
    expect(stdout).toMatch(/^written +rehearsal\/scenarios\/answer-lost\.ts/m);
    const again = await rehearse('init', { cwd });
    expect(again.stdout.match(/^there already/gm)).toHaveLength(paths.length);
    expect(again.stdout).not.toMatch(/^written/m);
  });

  test('makes the folder it is given', async () => {
    const { stdout, cwd } = await rehearse('init services/api');
    for (const path of paths) expect(existsSync(join(cwd, 'services', 'api', path))).toBe(true);
    expect(stdout).toContain(`cd ${join('services', 'api')}`);
  });

  test('says where the workflow has to go, where that is not the root of the repository', async () => {
    const says =
      'GitHub does not read .github/workflows/rehearsal.yml there: move it to the root of the repository, with working-directory: services/api\n';
    expect((await rehearse('init services/api')).stdout).toContain(`\n\n${says}\n`);
    const cwd = temporaryFolder();
    mkdirSync(join(cwd, '.git'));
    mkdirSync(join(cwd, 'services/api'), { recursive: true });
    expect((await rehearse('init', { cwd: join(cwd, 'services/api') })).stdout).toContain(says);
    expect((await rehearse('init', { cwd })).stdout).not.toContain('GitHub does not read');
    mkdirSync(join(cwd, 'services/api/.git'));
    expect((await rehearse('init services/api', { cwd })).stdout).not.toContain('GitHub does not read');
    expect((await rehearse('init')).stdout).not.toContain('GitHub does not read');
  });

  test('gives the run of the workflow a deadline that is shorter than the time of its job', async () => {
    const { cwd } = await rehearse('init');
    const { jobs } = parse(readFileSync(join(cwd, '.github/workflows/rehearsal.yml'), 'utf8'));
    const { steps, 'timeout-minutes': minutes } = jobs.rehearsal;
    const commands: string[] = steps.flatMap(({ run }: { run?: string }) => run ?? []);
    const [, deadline] = /npx rehearse run .*--deadline (\d+)/.exec(commands.join('\n')) ?? [];
    expect(Number(deadline)).toBe(780);
    expect(Number(deadline)).toBeLessThan(minutes * 60);
  });

  test('says in one line where it cannot write', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'file'), '');
    const { code, stderr } = await rehearse('init file/below', { cwd });
    expect([code, stderr.trim().split('\n')]).toEqual([
      2,
      [expect.stringMatching(/^Failed to write the first files: /)],
    ]);
  });
});

describe('what it writes', () => {
  test('is a configuration whose pattern finds the scenario', async () => {
    const { cwd } = await rehearse('init');
    const config = join(cwd, 'rehearsal.config.ts');
    const settings = join(import.meta.dirname, 'settings.ts');
    // Here the package is not installed.
    writeFileSync(config, readFileSync(config, 'utf8').replace("'dress-rehearsal'", JSON.stringify(settings)));
    const { scenarios, target } = settle('run', ['scenarios', 'target'], {
      flags: {},
      config: await loadConfig(cwd),
      env: {},
    });
    expect([scenarios, target]).toEqual([['./rehearsal/scenarios/**/*.ts'], 'embedded']);
  });

  test('is a scenario that says how it is run', () => {
    expect(sample).toMatchObject(scenario(sample.id, sample));
    const text = readFileSync(join(import.meta.dirname, 'init', 'files', 'sample-scenario.ts'), 'utf8');
    expect(text).toContain(`npx rehearse run ${sample.id} --mutant `);
  });
});

describe('The scenarios of a project', () => {
  test.each([
    ['run', 'run --scenarios a/*.ts --scenarios b/{c,d}.ts'],
    ['catalogue', 'list --scenarios a/*.ts --scenarios b/{c,d}.ts'],
    ['requirementTable', 'list --requirements --scenarios a/*.ts --scenarios b/{c,d}.ts'],
  ] as const)('are given to %s by the flag, which may be given again', async (verb, line) => {
    const { asked, stderr } = await rehearse(line);
    expect([stderr, asked[verb]?.[0]]).toEqual([
      stderr,
      expect.objectContaining({ scenarios: ['a/*.ts', 'b/{c,d}.ts'] }),
    ]);
  });

  test('are those of the configuration where no flag says so', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'rehearsal.config.mjs'), "export default { scenarios: 'own/*.ts' };");
    expect((await rehearse('run', { cwd })).asked.run?.[0]).toMatchObject({ scenarios: ['own/*.ts'] });
    expect((await rehearse('run --scenarios b.ts', { cwd })).asked.run?.[0]).toMatchObject({ scenarios: ['b.ts'] });
    writeFileSync(join(cwd, 'x.jsonl'), '');
    expect((await rehearse('replay x.jsonl', { cwd })).asked.replay?.[1]).toMatchObject({ scenarios: ['own/*.ts'] });
  });

  test('are none where nobody names any', async () => {
    expect((await rehearse('run')).asked.run?.[0]?.scenarios).toBeUndefined();
  });
});
