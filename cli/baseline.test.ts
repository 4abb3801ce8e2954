import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RunReport } from '../contracts/trace/index.ts';
import { sampleCheck, sampleReport, sampleScenario } from '../reports/sample-report.ts';
import { applyBaseline } from '../scenarios/play/baseline.ts';
import { rehearse, temporaryFolder } from './fake-engine.ts';

function folderWith(files: Record<string, string>): string {
  const cwd = temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, name)), { recursive: true });
    writeFileSync(join(cwd, name), text);
  }
  return cwd;
}

const id = 'retries/batch-after-503';
const failing = sampleScenario({ id, status: 'failed', checks: [sampleCheck({ status: 'failed' })] });
const sample = `- scenario: ${id}
  reason: fixed with the new outbox
- scenario: double-send/switch
  check: one-session
`;

describe('rehearse run --baseline', () => {
  test('gives the known failures of a YAML file to the engine, and the path of it not', async () => {
    const cwd = folderWith({ 'known.yaml': sample });
    const { code, asked } = await rehearse('run --baseline known.yaml', { cwd });
    expect(code).toBe(0);
    expect(asked.run?.[0].baseline).toEqual([
      { scenario: id, check: null, reason: 'fixed with the new outbox' },
      { scenario: 'double-send/switch', check: 'one-session', reason: null },
    ]);
  });

  test('takes JSON, and the configuration', async () => {
    const cwd = folderWith({
      'known.json': JSON.stringify([{ scenario: id }]),
      'rehearsal.config.mjs': "export default { baseline: 'known.json' };",
    });
    const { asked } = await rehearse('run', { cwd });
    expect(asked.run?.[0].baseline).toEqual([{ scenario: id, check: null, reason: null }]);
  });

  test.each(['', '[]', '# nothing is known\n'])('takes a file without entries: %j', async (text) => {
    const { asked } = await rehearse('run --baseline b.yaml', { cwd: folderWith({ 'b.yaml': text }) });
    expect(asked.run?.[0].baseline).toEqual([]);
  });

  test('ends with 0 where all that failed is known, and with 1 where it is not', async () => {
    const engine = {
      run: async ({ baseline = [] }) => sampleReport([applyBaseline(failing, baseline)]),
    };
    const cwd = folderWith({ 'b.yaml': sample });
    const known = await rehearse('run --baseline b.yaml', { engine, cwd });
    expect(known.code).toBe(0);
    expect(known.stdout).toContain('EXPECTED TO FAIL');
    expect(known.stdout).toContain('(known: fixed with the new outbox)');
    expect((await rehearse('run', { engine, cwd })).code).toBe(1);
  });

  test('ends with 1 where what is known held, and says that it is stale', async () => {
    const engine = {
      run: async ({ baseline = [] }) => sampleReport([applyBaseline(sampleScenario({ id }), baseline)]),
    };
    const { code, stdout } = await rehearse('run --baseline b.yaml', { engine, cwd: folderWith({ 'b.yaml': sample }) });
    expect(code).toBe(1);
    expect(stdout).toContain('Stale: remove it from the baseline.');
  });

  test.each([
    [
      '- scenario: retries/batch-after-530',
      'there is no scenario "retries/batch-after-530". Did you mean "retries/batch-after-503"?',
    ],
    ['- scenario: retries', 'there is no scenario "retries". See rehearse list for those there are.'],
    [
      `- scenario: ${id}\n  check: one-sesion`,
      `there is no check "one-sesion", named for ${id}. Did you mean "one-session"?`,
    ],
    [`- scenario: ${id}\n  chek: x`, 'entry 1 has the unknown key "chek". Did you mean "check"?'],
    [`- scenario: ${id}\n- scenario: ${id}`, `${id} is there twice. Remove one of them.`],
    [`- scenario: ${id}\n  reason: 503`, 'the reason of entry 1 is no text. Put it in quotes.'],
    [
      `scenario: ${id}`,
      'it is no list. Write a list of entries with "scenario", and "check" and "reason" where they are known.',
    ],
    [
      '- retries',
      'entry 1 is no entry. Write a list of entries with "scenario", and "check" and "reason" where they are known.',
    ],
    ['- scenario: "', 'it is no YAML: Missing closing "quote at line 2, column 1. Correct it.'],
  ])('refuses %j in one line and plays nothing', async (text, reason) => {
    const { code, stdout, stderr, asked } = await rehearse('run --baseline b.yaml', {
      cwd: folderWith({ 'b.yaml': `${text}\n` }),
    });
    expect([code, stdout, stderr]).toEqual([2, '', `Failed to read the baseline b.yaml: ${reason}\n`]);
    expect(asked.run).toBeUndefined();
  });

  test('refuses a file that is not there', async () => {
    const { code, stderr } = await rehearse('run --baseline b.yaml');
    expect([code, stderr]).toEqual([
      2,
      'Failed to read the baseline b.yaml: there is no such file. Write one with rehearse baseline write.\n',
    ]);
  });
});

describe('rehearse baseline write', () => {
  const writing = (report: RunReport, files: Record<string, string> = {}) =>
    folderWith({ 'rehearsal-out/report.json': JSON.stringify(report), ...files });
  const one = sampleReport([failing, sampleScenario({ id: 'double-send/first-message' })]);
  const header = '# Known failures of rehearse run --baseline. An entry that no longer fails has to go.\n';

  test('writes what failed in the last run, by check, and says how many', async () => {
    const cwd = writing(one);
    const { code, stdout, stderr } = await rehearse('baseline write', { cwd });
    expect([code, stdout, stderr]).toEqual([0, 'Wrote 1 known failure to baseline.yaml.\n', '']);
    expect(readFileSync(join(cwd, 'baseline.yaml'), 'utf8')).toBe(`${header}- scenario: ${id}\n  check: one-session\n`);
  });

  test('writes what a run with it takes', async () => {
    const cwd = writing(one);
    await rehearse('baseline write --from rehearsal-out/report.json --out known.json', { cwd });
    const { asked } = await rehearse('run --baseline known.json', { cwd });
    expect(asked.run?.[0].baseline).toEqual([{ scenario: id, check: 'one-session', reason: null }]);
  });

  test('writes an empty list where all held', async () => {
    const cwd = writing(sampleReport([sampleScenario()]));
    expect((await rehearse('baseline write', { cwd })).stdout).toBe('Wrote 0 known failures to baseline.yaml.\n');
    expect((await rehearse('run --baseline baseline.yaml', { cwd })).code).toBe(0);
  });

  test('overwrites nothing without --force', async () => {
    const cwd = writing(one, { 'baseline.yaml': sample });
    const { code, stderr } = await rehearse('baseline write', { cwd });
    expect([code, stderr]).toEqual([
      2,
      'Failed to write the baseline: baseline.yaml is there already. Write it anew with --force.\n',
    ]);
    expect(readFileSync(join(cwd, 'baseline.yaml'), 'utf8')).toBe(sample);
  });

  test('keeps with --force reasons and what was not played, and lets go of what was mended or is no more', async () => {
    const before = [
      `- scenario: ${id}\n  check: one-session\n  reason: the new outbox`,
      '- scenario: double-send/first-message\n  reason: mended since',
      '- scenario: double-send/switch\n  reason: not played',
      '- scenario: double-send/removed\n  reason: no scenario any more',
    ].join('\n');
    const cwd = writing(one, { 'baseline.yaml': before });
    const { code, stdout } = await rehearse('baseline write --force', { cwd });
    expect([code, stdout]).toEqual([
      0,
      'Wrote 2 known failures to baseline.yaml, 1 of them not played and kept from before.\n',
    ]);
    expect(readFileSync(join(cwd, 'baseline.yaml'), 'utf8')).toBe(
      `${header}- scenario: double-send/switch\n  reason: not played\n- scenario: ${id}\n  check: one-session\n  reason: the new outbox\n`,
    );
  });

  test.each([
    [{}, 'there is no file "rehearsal-out/report.json". Give the path of a report.json that rehearse run wrote.'],
    [
      { 'rehearsal-out/report.json': '{' },
      'rehearsal-out/report.json is not JSON. Give the path of a report.json that rehearse run wrote.',
    ],
    [
      { 'rehearsal-out/report.json': '{"format":2}' },
      'rehearsal-out/report.json is no report of this version (format: Invalid input: expected 1). Give the path of a report.json that rehearse run wrote.',
    ],
  ])('says what is wrong with the report it is to be made from', async (files, reason) => {
    const { code, stdout, stderr } = await rehearse('baseline write', { cwd: folderWith(files) });
    expect([code, stdout, stderr]).toEqual([2, '', `Failed to write the baseline: ${reason}\n`]);
  });
});
