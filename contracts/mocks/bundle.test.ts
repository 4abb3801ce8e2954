import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

/** What is imported from outside when this is bundled for a browser. */
async function outside(contents: string): Promise<string[]> {
  const { metafile } = await build({
    stdin: { contents, resolveDir: import.meta.dirname, loader: 'ts' },
    absWorkingDir: join(import.meta.dirname, '..', '..'),
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'browser',
    external: ['msw', 'node:*'],
  });
  const imported = Object.values(metafile.outputs).flatMap(({ imports }) => imports.map(({ path }) => path));
  return [...new Set(imported)].sort();
}

test('The mock for msw needs nothing that a browser does not have', async () => {
  expect(await outside(`export * from './msw.ts'`)).toEqual(['msw']);
  expect(await outside(`export * from './msw.ts'; export * from 'node:fs'`)).toEqual(['msw', 'node:fs']);
});
