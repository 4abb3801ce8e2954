import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { loadOwnScenarios, together } from './own-scenarios.ts';
import { CannotRun } from './run-types.ts';
import { scenario } from './scenario.ts';

const scenarioModule = join(import.meta.dirname, 'scenario.ts');
const importing = `import { scenario } from ${JSON.stringify(scenarioModule)};`;
const telling = (id: string, checks = '[]') =>
  `scenario('${id}', { title: 'T', requirements: [], needs: [], checks: ${checks}, async play() {} })`;

function folderOf(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'rehearse-own-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [path, text] of Object.entries({ 'package.json': '{"type":"module"}', ...files })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

async function refusal(loading: Promise<unknown>): Promise<string> {
  const error = await loading.catch((caught: unknown) => caught);
  if (!(error instanceof CannotRun)) throw new Error(`It was not refused: ${String(error)}`);
  return error.message;
}

describe('the scenarios of a project', () => {
  test('are in the files that its patterns find, one or several in each', async () => {
    const folder = folderOf({
      'rehearsal/one.ts': `${importing} export default ${telling('own/one')};`,
      'rehearsal/deep/more.js': `${importing} export default [${telling('own/two')}, ${telling('other/three')}];`,
      'rehearsal/types.d.ts': 'export type Nothing = never;',
      'rehearsal/notes.md': '# Notes',
      'elsewhere.ts': 'throw new Error();',
    });
    const ids = async (...patterns: string[]) => (await loadOwnScenarios(patterns, folder)).map(({ id }) => id);
    expect(await ids('./rehearsal/**/*')).toEqual(['own/two', 'other/three', 'own/one']);
    expect(await ids('rehearsal/*.ts')).toEqual(['own/one']);
    expect(await ids('rehearsal/*.ts', join(folder, 'rehearsal', 'one.ts'))).toEqual(['own/one']);
    expect(await ids()).toEqual([]);
  });

  test.each<[what: string, text: string, reason: string]>([
    ['throws', "throw new Error('no luck\\nat all');", 'no luck. Correct the file.'],
    ['imports what is not there', "import './nothing.js';", 'nothing.js'],
    [
      'has no default export',
      `${importing} export const x = ${telling('own/x')};`,
      'its default export is no scenario.',
    ],
    ['exports something else', 'export default { id: 1 };', 'its default export is no scenario.'],
    ['exports an empty list', 'export default [];', 'its default export is no scenario.'],
    [
      'has an id that is a path',
      `${importing} export default ${telling('own/../../x')};`,
      'the id "own/../../x" is not',
    ],
    ['has an id without a family', `${importing} export default ${telling('own')};`, 'the id "own" is not family/name'],
    [
      'names a check that is not there',
      `${importing} export default ${telling('own/x', "['one-sesion']")};`,
      'own/x names the check "one-sesion", and there is none. Known are ',
    ],
  ])('a file that %s is refused in one line', async (_what, text, reason) => {
    const message = await refusal(loadOwnScenarios(['own.ts'], folderOf({ 'own.ts': text })));
    expect(message).toMatch(/^Failed to load own\.ts: /);
    expect(message).toContain(reason);
    expect(message).not.toContain('\n');
  });

  test('a pattern that finds nothing is refused', async () => {
    expect(await refusal(loadOwnScenarios(['rehersal/*.ts'], folderOf({})))).toBe(
      `Failed to load scenarios: no file matches "rehersal/*.ts". Write the pattern like './rehearsal/**/*.ts'.`,
    );
  });
});

describe('the catalogue and the scenarios of a project', () => {
  const made = (id: string) =>
    scenario(id, { title: 'T', requirements: [], needs: [], checks: [], play: async () => {} });

  test('are in one order', () => {
    const all = together([made('a/one'), made('c/one')], [made('d/one'), made('b/one')]);
    expect(all.map(({ id }) => id)).toEqual(['a/one', 'b/one', 'c/one', 'd/one']);
  });

  test.each([
    ['both', [made('a/one')], [made('a/one')]],
    ['the project twice', [], [made('a/one'), made('a/one')]],
  ])('are refused where %s have an id', (_who, catalogue, own) => {
    expect(() => together(catalogue, own)).toThrow('there are two with the id a/one. Give yours another');
  });
});
