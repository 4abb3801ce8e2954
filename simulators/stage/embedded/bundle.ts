import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Plugin, type StdinOptions } from 'esbuild';

const isolate = fileURLToPath(new URL('../isolate/index.ts', import.meta.url));

/** A class of Durable Objects, or an entrypoint that service bindings call. */
export interface ExportedFrom {
  /** Path or name of the module that has it. */
  module: string;
  /** What it is called there. */
  name: string;
  /** What the bundle exports it as, wrapped. */
  exported: string;
  /** Name of its Worker; empty for the one that is played. */
  scope: string;
}

export interface WorkerSource {
  /** Path of the worker's main module. */
  main: string;
  /** Durable Object classes that are exported, by the binding of their namespace. */
  objects: Record<string, string>;
  /** Where these classes are from. Default: the worker's main module. */
  classes?: readonly ExportedFrom[];
  /** What service bindings call. Default: nothing. */
  entrypoints?: readonly ExportedFrom[];
  /** Bindings of its services. Default: none. */
  services?: readonly string[];
  /** Bindings of its databases. */
  databases: readonly string[];
  /** Class → its public member that keeps what runs in memory: `lose(sessionId)` and `start(sessionId)`. Default: none. */
  registries?: Record<string, string>;
  /** Bindings of its key-value stores. Default: none. */
  stores?: readonly string[];
  /** Binding of a database or of a key-value store → which one it is. Default: one that has the name of the binding. */
  storeNames?: Record<string, string>;
  /** What makes the tables of its databases, by their names. Default: nothing. */
  migrations?: Record<string, readonly { name: string; sql: string }[]>;
  /** How its own modules are to be bundled beside what the stage wants. */
  building?: Pick<BuildOptions, 'absWorkingDir' | 'alias' | 'define' | 'loader' | 'plugins'>;
  /** Faults strike the call that they name or the first later one that they can. Default: that call alone. */
  loose?: boolean;
  /** Module that exports `useMutant(id: string | null)`; none: the worker has no known bugs. */
  mutants?: string;
}

/**
 * Bundles a worker with the stage around it: an entry that imports the worker unchanged and exports its handler
 * and objects wrapped.
 */
export async function bundleWorker(source: WorkerSource): Promise<string> {
  const text = JSON.stringify;
  const namespaces = Object.fromEntries(Object.entries(source.objects).map(([binding, name]) => [name, binding]));
  const { services = [], entrypoints = [], classes = ownClasses(source) } = source;
  const imported = ({ module, name, exported }: ExportedFrom) =>
    `import { ${name} as stage__${exported} } from ${text(module)};`;
  const entry = [
    `import { useDatabases, useMigrations, useServices, useStoreNames, useStores } from ${text(isolate)};`,
    `import { wrapEntrypoint, wrapHandler, wrapObject } from ${text(isolate)};`,
    `export { StageDatabase, StageStore } from ${text(isolate)};`,
    `import worker from ${text(source.main)};`,
    ...[...classes, ...entrypoints].map(imported),
    source.mutants ? `import { useMutant } from ${text(source.mutants)};` : 'const useMutant = () => {};',
    `export * from ${text(source.main)};`,
    `useDatabases(${text(source.databases)});`,
    `useMigrations(${text(source.migrations ?? {})});`,
    `useStores(${text(source.stores ?? [])});`,
    `useStoreNames(${text(source.storeNames ?? {})});`,
    `useServices(${text(services)});`,
    ...classes.map(({ exported, scope }) => {
      const registry = text(source.registries?.[exported] ?? null);
      return `export const ${exported} = wrapObject('${exported}', stage__${exported}, ${registry}, ${text(scope)});`;
    }),
    ...entrypoints.map(
      ({ exported, scope }) => `export const ${exported} = wrapEntrypoint(stage__${exported}, ${text(scope)});`,
    ),
    `export default wrapHandler(worker, { namespaces: ${text(namespaces)}, useMutant, loose: ${source.loose === true} });`,
  ].join('\n');
  const stdin = { contents: entry, resolveDir: fileURLToPath(new URL('.', import.meta.url)), loader: 'ts' } as const;
  const { plugins = [], ...building } = source.building ?? {};
  // Less than half the text, and names as they are: it is handed to every process that is started, and parsed there.
  return bundle(stdin, { ...building, minifySyntax: true, minifyWhitespace: true, plugins: [inEnglish, ...plugins] });
}

function ownClasses({ main, objects }: WorkerSource): ExportedFrom[] {
  return [...new Set(Object.values(objects))].map((name) => ({ module: main, name, exported: name, scope: '' }));
}

/** Bundles a worker as it is. */
export function bundlePlain(main: string, how?: BuildOptions): Promise<string> {
  return bundleText(`export * from ${JSON.stringify(main)}; export { default } from ${JSON.stringify(main)};`, how);
}

/** Bundles a worker whose entry module is this text, with absolute paths in its imports. */
export function bundleText(contents: string, how?: BuildOptions): Promise<string> {
  return bundle({ contents, resolveDir: fileURLToPath(new URL('.', import.meta.url)), loader: 'ts' }, how);
}

/** What zod says in fifty languages is a third of the text; English stays. */
const inEnglish: Plugin = {
  name: 'in-english',
  setup(building) {
    building.onLoad({ filter: /zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, ({ path }) => ({
      contents: "export { default as en } from './en.js';",
      resolveDir: dirname(path),
    }));
  },
};

async function bundle(stdin: StdinOptions, how: BuildOptions = {}): Promise<string> {
  const result = await build({
    ...how,
    stdin,
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2024',
    conditions: ['workerd', 'worker', 'browser'],
    external: ['cloudflare:*', 'node:*', 'workerd:*'],
    logLevel: 'silent',
  });
  return result.outputFiles[0]?.text ?? '';
}
