import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { everyStatus, sampleReport } from './sample-report.ts';
import { writeReports } from './write-reports.ts';

const report = sampleReport(everyStatus);
let folder = '';
let printed = '';
const stdout = { write: (text: string) => (printed += text) };

beforeEach(async () => {
  printed = '';
  folder = await mkdtemp(join(tmpdir(), 'reports-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('Writing reports', () => {
  test('puts each kind in its file and the terminal on stdout', async () => {
    const out = join(folder, 'made', 'here');
    await writeReports(report, ['terminal', 'json', 'junit', 'markdown'], { out, stdout });
    expect((await readdir(out)).sort()).toEqual(['junit.xml', 'report.json', 'summary.md']);
    expect(JSON.parse(await readFile(join(out, 'report.json'), 'utf8'))).toEqual(report);
    expect(printed).toContain(`report and traces in ${out}`);
    expect(printed).not.toContain('<?xml');
  });

  test.each([
    ['json', '{\n'],
    ['junit', '<?xml'],
    ['markdown', '## '],
  ] as const)('sends %s to stdout when it is the only one and there is no folder', async (kind, start) => {
    await writeReports(report, [kind, kind], { stdout });
    expect(printed.startsWith(start)).toBe(true);
  });

  test('refuses several files without a folder', async () => {
    await expect(writeReports(report, ['json', 'junit'], { stdout })).rejects.toThrow(
      'Failed to write the json report: there is no folder for it. Give one with --out.',
    );
  });

  test('says which file could not be written, and why', async () => {
    const out = join(folder, 'file');
    await writeFile(out, '');
    await expect(writeReports(report, ['json'], { out, stdout })).rejects.toThrow(
      `Failed to write ${join(out, 'report.json')}: EEXIST. Give a folder that can be written with --out.`,
    );
  });
});
