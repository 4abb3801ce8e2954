import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { failedScenario, sampleCoverage, sampleReport, sampleScenario } from '../reports/sample-report.ts';
import { CannotRun } from '../scenarios/play/run-types.ts';
import { rehearse, temporaryFolder } from './fake-engine.ts';

const failing = { run: async () => sampleReport([sampleScenario(), failedScenario()]) };
const unclear = { run: async () => sampleReport([sampleScenario({ status: 'inconclusive', reason: 'Not seen.' })]) };

describe('rehearse run', () => {
  test('plays all, prints a summary, writes report.json and ends with 0 when all held', async () => {
    const { code, stdout, stderr, cwd } = await rehearse('run');
    expect(code).toBe(0);
    expect(stdout).toContain('3 passed, 0 failed of 3 scenarios');
    expect(stdout).toContain('report and traces in rehearsal-out');
    expect(stderr).toBe('Playing 3 scenarios on embedded, 2 lanes, seed 1\n');
    expect(readdirSync(join(cwd, 'rehearsal-out'))).toEqual(['report.json']);
  });

  test('gives its flags to the engine', async () => {
    const line =
      'run double-send retries/* --target http://127.0.0.1:1 --token t --seed 7 --mutant second-session --lanes 3 --shard 1/2 --timeout 900 --deadline 600 --out o';
    const { asked, cwd } = await rehearse(line);
    expect(asked.run?.[0]).toMatchObject({
      select: ['double-send', 'retries/*'],
      target: 'http://127.0.0.1:1',
      token: 't',
      seed: 7,
      mutant: 'second-session',
      lanes: 3,
      shard: '1/2',
      timeout: 900,
      deadline: 600,
      out: join(cwd, 'o'),
    });
  });

  test('ends with 1 when something failed, and quotes the requirement', async () => {
    const { code, stdout } = await rehearse('run', { engine: failing });
    expect(code).toBe(1);
    expect(stdout).toContain('TASK-1: One task has one session.');
    expect(stdout).toContain('rehearse run duplicate-creation/two-tabs --seed 1');
  });

  test('ends with 1 when something stayed inconclusive', async () => {
    expect((await rehearse('run', { engine: unclear })).code).toBe(1);
  });

  test('ends with 2 when the target was lost, and reports what ran', async () => {
    const report = sampleReport([failedScenario()], { complete: false, reason: 'The target was lost.' });
    const run = async () => {
      throw new CannotRun('Failed to finish the run: the target was lost. Start it again.', report);
    };
    const { code, stdout, stderr, cwd } = await rehearse('run', { engine: { run } });
    expect(code).toBe(2);
    expect(stderr).toBe('Failed to finish the run: the target was lost. Start it again.\n');
    expect(stdout).toContain('Not finished: The target was lost.');
    expect(JSON.parse(readFileSync(join(cwd, 'rehearsal-out/report.json'), 'utf8'))).toEqual(report);
  });

  test('ends with 2 when the target cannot be reached, in one line', async () => {
    const run = async () => {
      throw new CannotRun('Failed to run: nothing answers. Start the target.\nsecond line');
    };
    const { code, stdout, stderr } = await rehearse('run', { engine: { run } });
    expect([code, stdout, stderr]).toEqual([2, '', 'Failed to run: nothing answers. Start the target.\n']);
  });

  test('ends with 2 when it is interrupted, and reports what ran', async () => {
    const interrupt = new AbortController();
    const { code, stdout, stderr } = await rehearse('run', {
      signal: interrupt.signal,
      engine: {
        async run({ signal }) {
          interrupt.abort();
          const reason = 'The run was interrupted.';
          return sampleReport([sampleScenario()], { complete: signal?.aborted !== true, reason });
        },
      },
    });
    expect(code).toBe(2);
    expect(stdout).toContain('1 passed');
    expect(stderr).toBe(
      'Failed to finish the run: The run was interrupted. The report has what was played until then.\n',
    );
  });

  test('prints nothing but JSON on stdout with --json', async () => {
    const { code, stdout, stderr, cwd } = await rehearse('run --json --reporter junit', { engine: failing });
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toEqual(sampleReport([sampleScenario(), failedScenario()]));
    expect(stderr).toBe('');
    expect(readdirSync(join(cwd, 'rehearsal-out')).sort()).toEqual(['junit.xml', 'report.json']);
  });

  test('prints the only reporter on stdout where no folder was chosen', async () => {
    const { stdout, cwd } = await rehearse('run --reporter junit');
    expect(stdout).toMatch(/^<\?xml/);
    expect(readdirSync(join(cwd, 'rehearsal-out'))).toEqual(['report.json']);
  });

  test.each(['--reporter terminal,junit,markdown', '--reporter terminal --reporter junit --reporter markdown'])(
    'takes several reporters as %s',
    async (flags) => {
      const { stdout, cwd } = await rehearse(`run ${flags} --out o`);
      expect(stdout).toContain('3 passed');
      expect(readdirSync(join(cwd, 'o')).sort()).toEqual(['junit.xml', 'report.json', 'summary.md']);
    },
  );

  test('prints nothing on stdout when all reports go to the chosen folder', async () => {
    const { stdout, cwd } = await rehearse('run --reporter junit --out o');
    expect(stdout).toBe('');
    expect(readdirSync(join(cwd, 'o')).sort()).toEqual(['junit.xml', 'report.json']);
  });

  test('does not colour what is not read on a terminal', async () => {
    expect((await rehearse('run', { engine: failing })).stdout).not.toContain('\u001b');
    expect((await rehearse('run', { engine: failing, env: { FORCE_COLOR: '1' } })).stdout).toContain('\u001b[31m');
  });

  test('lists what was not exercised only where that is asked for', async () => {
    const engine = { run: async () => sampleReport([sampleScenario()], { coverage: sampleCoverage() }) };
    const plain = await rehearse('run', { engine });
    expect(plain.stdout).toContain('contract coverage 66.6 %');
    expect(plain.stdout).not.toContain('operations (1): getTask');
    expect((await rehearse('run --coverage', { engine })).stdout).toContain('operations (1): getTask');
  });

  test('plays nothing when the folder cannot be written', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'taken'), '');
    const { code, stderr, asked } = await rehearse('run --out taken', { cwd });
    expect(code).toBe(2);
    expect(stderr).toBe(
      `Failed to run: the folder ${join(cwd, 'taken')} cannot be written (EEXIST). Give another with --out.\n`,
    );
    expect(asked.run).toBeUndefined();
  });

  test.each([
    ['run double-sned', 'there is no scenario or family "double-sned". Did you mean "double-send"?'],
    ['run first-message', 'there is no scenario or family "first-message". Did you mean "double-send/first-message"?'],
    ['run nothing/*', 'there is no scenario or family "nothing/*". See rehearse list for those there are.'],
    [
      'run retries/batch.after-503',
      'there is no scenario or family "retries/batch.after-503". Did you mean "retries/batch-after-503"?',
    ],
    [
      'run --mutant second-sesion',
      'there is no mutant "second-sesion". Did you mean "second-session"? See rehearse mutants for all.',
    ],
    [
      'run --mutant session',
      'there is no mutant "session". Did you mean "second-session"? See rehearse mutants for all.',
    ],
    ['run --mutant unheard-of', 'there is no mutant "unheard-of". See rehearse mutants for all.'],
    ['run --reporter jnuit', '--reporter is unknown: "jnuit". Did you mean "junit"?'],
    ['run --reporter html', '--reporter is unknown: "html". Give terminal, json, junit, markdown, github.'],
    ['run --json --reporter terminal', '--json and the terminal reporter both print on stdout. Leave one of them out.'],
    ['run --seed 1.5', '--seed is no whole number in range: "1.5". Give one from 0 to 9007199254740991.'],
    ['run --seed -1', '--seed is no whole number in range: "-1". Give one from 0 to 9007199254740991.'],
    ['run --lanes 0', '--lanes is no whole number in range: "0". Give one from 1 to 64.'],
    ['run --shard 3/2', '--shard is no part: "3/2". Give i/n, such as 1/3 for the first of three.'],
    ['run --coverage-min most', '--coverage-min is no percentage: "most". Give one from 0 to 100, such as 95 or 97.5.'],
    ['run --coverage-min 101', '--coverage-min is no percentage: "101". Give one from 0 to 100, such as 95 or 97.5.'],
    ['run --coverage-min 9.75', '--coverage-min is no percentage: "9.75". Give one from 0 to 100, such as 95 or 97.5.'],
    ['run --deadline 10m', '--deadline is no whole number in range: "10m". Give one from 1 to 2147483.'],
    ['run --timeout soon', '--timeout is no whole number in range: "soon". Give one from 1 to 2147483647.'],
    [
      'run --target localhost:1',
      '--target is no URL: "localhost:1". Give "embedded" or a URL such as http://127.0.0.1:8787.',
    ],
    ['run --target http://me:secret@host', '--target holds a password. Give a token with REHEARSE_TOKEN instead.'],
  ])('refuses "%s" in one line and plays nothing', async (line, reason) => {
    const { code, stdout, stderr, asked } = await rehearse(line);
    expect([code, stdout, stderr]).toEqual([2, '', `Failed to run: ${reason}\n`]);
    expect(asked.run).toBeUndefined();
  });
});

describe('A run in which nothing was played', () => {
  const skipped = (id: string, reason: string) => sampleScenario({ id, status: 'skipped', reason, checks: [] });
  const all = [
    skipped('retries/a', 'needs a clock that can be moved on'),
    skipped('retries/b', 'The target does not offer live.'),
    skipped('retries/c', 'The target does not offer live.'),
  ];
  const ended = (scenarios: ReturnType<typeof skipped>[], line = 'run', shard: string | null = null) =>
    rehearse(line, { engine: { run: async () => sampleReport(scenarios, { shard }) } });

  test('ends with 2 and the commonest reason, with the report as ever', async () => {
    const { code, stdout, stderr, cwd } = await ended(all, 'run --reporter terminal,markdown --out o');
    expect([code, stderr]).toEqual([
      2,
      'Failed to judge the target: nothing was played: The target does not offer live (2 of 3 scenarios). The report has every reason; select what can be played, or give another target.\n',
    ]);
    expect(stdout).toContain('0 passed, 0 failed, 3 skipped of 3 scenarios');
    expect(readFileSync(join(cwd, 'o/summary.md'), 'utf8')).toMatch(/^## Dress rehearsal: nothing was played\n/);
    expect(JSON.parse(readFileSync(join(cwd, 'o/report.json'), 'utf8')).totals.skipped).toBe(3);
  });

  test('is none where a scenario was played', async () => {
    expect((await ended([...all, sampleScenario()])).code).toBe(0);
    expect((await ended([...all, failedScenario()])).code).toBe(1);
  });

  test('may be a shard, and is none when its shards are merged', async () => {
    expect(await ended(all, 'run --shard 1/2', '1/2')).toMatchObject({ code: 0, stderr: '' });
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, '1.json'), JSON.stringify(sampleReport(all, { shard: '1/2' })));
    writeFileSync(join(cwd, '2.json'), JSON.stringify(sampleReport([], { shard: '2/2' })));
    const merged = await rehearse('report merge 1.json 2.json', { cwd });
    expect([merged.code, merged.stderr]).toEqual([2, expect.stringContaining('nothing was played: The target does')]);
  });
});

describe('rehearse run --coverage-min', () => {
  const covering = (percent: number) => ({
    run: async () => sampleReport([sampleScenario()], { coverage: sampleCoverage({ percent }) }),
  });
  const failed = (percent: number, least: number) =>
    `Failed to reach the contract coverage: ${percent} % of the contract was exercised, and ${least} % was asked for; missing first: operations: getTask. See all of it with --coverage.\n`;

  test('ends with 1 below it, in one line that says what is missing first, after the report', async () => {
    const { code, stdout, stderr, cwd } = await rehearse('run --coverage-min 70', { engine: covering(69.9) });
    expect([code, stderr]).toEqual([1, failed(69.9, 70)]);
    expect(stdout).toContain('1 passed, 0 failed');
    expect(readdirSync(join(cwd, 'rehearsal-out'))).toEqual(['report.json']);
  });

  test.each(['70', '69.9', '0'])('ends with 0 at or above %s', async (least) => {
    const { code, stderr } = await rehearse(`run --coverage-min ${least}`, { engine: covering(70) });
    expect([code, stderr]).toEqual([0, '']);
  });

  test('ends with 0 without it, however little was exercised', async () => {
    expect((await rehearse('run', { engine: covering(1) })).code).toBe(0);
  });

  test('is no setting of the engine, and may stand in the configuration', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'rehearsal.config.mjs'), 'export default { coverageMin: 97.5 };');
    const { code, stderr, asked } = await rehearse('run', { cwd, engine: covering(97.4) });
    expect([code, stderr]).toEqual([1, failed(97.4, 97.5)]);
    expect(asked.run?.[0]).not.toHaveProperty('coverageMin');
  });

  test('does not hide that something failed, or that the run was not finished', async () => {
    const coverage = sampleCoverage({ percent: 100 });
    const bad = { run: async () => sampleReport([failedScenario()], { coverage }) };
    expect((await rehearse('run --coverage-min 50', { engine: bad })).code).toBe(1);
    const cut = { run: async () => sampleReport([], { coverage: sampleCoverage(), complete: false, reason: 'Cut.' }) };
    expect((await rehearse('run --coverage-min 90', { engine: cut })).code).toBe(2);
  });

  test('takes a report without coverage for one in which nothing was exercised', async () => {
    const { code, stderr } = await rehearse('run --coverage-min 1');
    expect([code, stderr.split('\n').at(-2)]).toEqual([
      1,
      failed(0, 1).replace('operations: getTask', 'everything').trim(),
    ]);
  });
});
