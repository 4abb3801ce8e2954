import { describe, expect, test } from 'vitest';
import { pointed } from './compile.ts';
import { type Manifest, publicModules, publishManifest } from './publish-manifest.ts';

describe('A relative path in a module', () => {
  const files = new Set(['cli/run.ts', 'contracts/wire/index.ts', 'contracts/wire/openapi.json', 'worker.ts']);
  const point = (text: string) => pointed('cli/serve.ts', text, (path) => files.has(path));

  test('is pointed at JavaScript, whether it is imported or read at run time', () => {
    const source = [
      'import { run } from "./run.ts";',
      "export * from '../contracts/wire/index.ts';",
      'await import("./run.ts");',
      'new URL("../worker.ts", import.meta.url);',
    ];
    const { code, references } = point(source.join('\n'));
    expect(code.split('\n')).toEqual(source.map((line) => line.replace('.ts', '.js')));
    expect(references).toEqual(['cli/run.ts', 'contracts/wire/index.ts', 'cli/run.ts', 'worker.ts']);
  });

  test('that is no TypeScript stays, and belongs to the package', () => {
    const source = 'import api from "../contracts/wire/openapi.json" with { type: "json" };';
    expect(point(source)).toEqual({ code: source, references: ['contracts/wire/openapi.json'] });
  });

  test.each([
    'throw new Error("Write the pattern like \'./rehearsal/**/*.ts\'.")',
    'import { z } from "zod";',
    'const text = "./not-there.ts";',
    'const text = "run.ts";',
  ])('is none in: %s', (source) => {
    expect(point(source)).toEqual({ code: source, references: [] });
  });
});

describe('The manifest of the package', () => {
  const manifest: Manifest = {
    name: 'x',
    version: '1.0.0',
    engines: { node: '>=22.19' },
    private: true,
    bin: { x: 'bin/x.mjs' },
    exports: {
      '.': './index.ts',
      './part': './parts/index.ts',
      './api.json': './wire/api.json',
      './pacts/*': './pacts/*',
    },
    scripts: { test: 'vitest' },
    dependencies: { zod: '4.0.0' },
    devDependencies: { vitest: '5.0.0' },
  };

  test('points at what was built, with the types first', () => {
    const { exports } = publishManifest(manifest);
    expect(exports).toEqual({
      '.': { types: './dist/index.d.ts', default: './dist/index.js' },
      './part': { types: './dist/parts/index.d.ts', default: './dist/parts/index.js' },
      './api.json': './dist/wire/api.json',
      './pacts/*': './dist/pacts/*',
    });
    expect(Object.keys((exports as Record<string, object>)['.'] ?? {})).toEqual(['types', 'default']);
  });

  test('keeps what its users need, and nothing else', () => {
    const published = publishManifest(manifest);
    expect(published).toMatchObject({ name: 'x', version: '1.0.0', bin: manifest.bin, dependencies: { zod: '4.0.0' } });
    for (const key of ['private', 'scripts', 'devDependencies']) expect(published).not.toHaveProperty(key);
  });

  test('is made from the modules that others may import', () => {
    expect(publicModules(manifest)).toEqual(['index.ts', 'parts/index.ts']);
  });
});
