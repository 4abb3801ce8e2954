import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../fake-engine.ts';
import { saveOrCheck } from './write.ts';

const written = ['daemon', 'frontend'].map((consumer) => ({
  file: `${consumer}-session-api.json`,
  text: `${JSON.stringify({ consumer: { name: consumer }, provider: { name: 'session-api' } })}\n`,
  interactions: 2,
}));

function inFolder() {
  const cwd = temporaryFolder();
  const run = async (check: boolean) => {
    let said = '';
    const stdout = { write: (text: string) => (said += text) };
    const code = await saveOrCheck({ stdout, cwd }, join(cwd, 'pacts'), written, check);
    return [code, ...said.trimEnd().split('\n')];
  };
  return { run, file: (name: string) => join(cwd, 'pacts', name) };
}
const each = (state: string) => written.map(({ file }) => `${state}  pacts/${file}  2 interactions`);

describe('Pacts that are written', () => {
  test('are saved, and the same afterwards', async () => {
    const { run } = inFolder();
    expect(await run(true)).toEqual([1, ...each('stale')]);
    expect(await run(false)).toEqual([0, ...each('written')]);
    expect(await run(false)).toEqual([0, ...each('unchanged')]);
    expect(await run(true)).toEqual([0, ...each('unchanged')]);
  });

  test('are not all that is in the folder where somebody has put another: it would be verified with them', async () => {
    const { run, file } = inFolder();
    await run(false);
    const put = (name: string, provider: string) =>
      writeFile(file(name), JSON.stringify({ consumer: { name: 'gone' }, provider: { name: provider } }));
    await put('gone-billing.json', 'billing');
    expect(await run(true)).toEqual([0, ...each('unchanged')]);
    await put('gone-session-api.json', 'session-api');
    expect(await run(true)).toEqual([1, ...each('unchanged'), 'unknown  pacts/gone-session-api.json']);
    expect(await run(false)).toEqual([0, ...each('unchanged'), 'unknown  pacts/gone-session-api.json']);
    await rm(file('gone-session-api.json'));
    expect(await run(true)).toEqual([0, ...each('unchanged')]);
  });

  test('are stale where one is another', async () => {
    const { run, file } = inFolder();
    await run(false);
    await writeFile(file('daemon-session-api.json'), '{}');
    expect(await run(true)).toEqual([1, each('stale')[0], each('unchanged')[1]]);
  });
});
