import { fileURLToPath } from 'node:url';
import { Log, LogLevel } from 'miniflare';
import { expect, test } from 'vitest';
import { bundlePlain } from './bundle.ts';
import { quietMiniflare } from './quiet-miniflare.ts';

test('the key-value store of the stage answers every step as KV does', async () => {
  const main = fileURLToPath(new URL('../isolate/testing/stores-worker.ts', import.meta.url));
  const miniflare = quietMiniflare({
    name: 'stores',
    modules: [{ type: 'ESModule', path: 'worker.mjs', contents: await bundlePlain(main) }],
    compatibilityDate: '2026-07-30',
    compatibilityFlags: ['nodejs_compat'],
    log: new Log(LogLevel.NONE),
    kvNamespaces: ['KV'],
    durableObjects: { STAGE: { className: 'StageStore', useSQLite: true } },
  });
  try {
    const of = async (path: string) => (await miniflare.dispatchFetch(`http://stores.test${path}`)).json();
    const [kv, stage] = [await of('/kv'), await of('/stage')];
    expect(kv).toHaveLength(30);
    expect(stage).toEqual(kv);
  } finally {
    await miniflare.dispose();
  }
});
