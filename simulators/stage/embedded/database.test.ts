import { fileURLToPath } from 'node:url';
import { Log, LogLevel } from 'miniflare';
import { expect, test } from 'vitest';
import { bundlePlain } from './bundle.ts';
import { quietMiniflare } from './quiet-miniflare.ts';

/** Of the machine and the moment, not of what was asked; or of how much a database has stored beside it. */
const leftOut = new Set(['duration', 'served_by', 'size_after']);

test('the database of the stage answers every step as D1 does', async () => {
  const main = fileURLToPath(new URL('../isolate/testing/databases-worker.ts', import.meta.url));
  const miniflare = quietMiniflare({
    name: 'databases',
    modules: [{ type: 'ESModule', path: 'worker.mjs', contents: await bundlePlain(main) }],
    compatibilityDate: '2026-07-30',
    compatibilityFlags: ['nodejs_compat'],
    log: new Log(LogLevel.NONE),
    d1Databases: ['DB'],
    durableObjects: { STAGE: { className: 'StageDatabase', useSQLite: true } },
  });
  try {
    const of = async (path: string) => {
      const answer = await miniflare.dispatchFetch(`http://databases.test${path}`);
      return JSON.parse(await answer.text(), (key, value) => (leftOut.has(key) ? undefined : value));
    };
    const [d1, stage] = [await of('/d1'), await of('/stage')];
    expect(Object.keys(stage).length).toBeGreaterThan(20);
    expect(stage).toEqual(d1);
  } finally {
    await miniflare.dispose();
  }
});
