import { builtinModules } from 'node:module';
import { dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BuildFailure, BuildOptions, Message, Plugin } from 'esbuild';
import { bundlePlain, bundleWorker, type ExportedFrom } from '../embedded/bundle.ts';
import { type Exported, join } from './joined.ts';
import { workerNamed } from './named.ts';
import type { WorkerProject } from './project.ts';
import { WorkerTrouble } from './trouble.ts';

const isolate = fileURLToPath(new URL('../isolate/index.ts', import.meta.url));

/**
 * Bundles a Worker, and others that it calls, with the stage around them.
 *
 * @throws WorkerTrouble with the file and the reason
 */
export async function bundleProject(project: WorkerProject, others: readonly WorkerProject[] = []): Promise<string> {
  const joined = join(project, others);
  const texts = new Map<string, string>();
  for (const other of others)
    texts.set(other.name, await telling(other, [], bundlePlain(other.main, building(other, true))));
  const { plugins = [], ...own } = building(project, false);
  const from = (one: Exported): ExportedFrom => ({
    ...one,
    module: one.scope === '' ? project.main : otherWorker + one.scope,
  });
  return telling(
    project,
    others,
    bundleWorker({
      main: project.main,
      objects: joined.objects,
      classes: joined.classes.map(from),
      entrypoints: joined.entrypoints.map(from),
      services: Object.keys(joined.services),
      databases: joined.databases,
      stores: joined.stores,
      storeNames: joined.storeNames,
      migrations: joined.migrations,
      loose: true,
      building: { ...own, plugins: [otherWorkers(texts), ...plugins] },
    }),
  );
}

/** How the modules of a project are bundled; `apart`: to be put into the bundle of the Worker that calls it. */
function building(project: WorkerProject, apart: boolean) {
  return {
    absWorkingDir: project.folder,
    alias: project.alias,
    define: project.define,
    loader: { '.txt': 'text', '.html': 'text', '.sql': 'text', '.bin': 'binary' },
    plugins: [nodeModules, wrappedEnvironment(apart ? project.name : null)],
  } satisfies BuildOptions;
}

async function telling(
  project: WorkerProject,
  others: readonly WorkerProject[],
  bundled: Promise<string>,
): Promise<string> {
  try {
    return await bundled;
  } catch (error) {
    const [first] = isFailure(error) ? error.errors : [];
    if (!first) throw error;
    throw troubleOf(project, others, first);
  }
}

function troubleOf(
  project: WorkerProject,
  others: readonly WorkerProject[],
  { text, location }: Message,
): WorkerTrouble {
  const main = relative(project.folder, project.main);
  const [, from = '', missing] = /^No matching export in "(.*)" for import "(.*)"$/.exec(text) ?? [];
  const isForeign = from.startsWith(otherWorker);
  const caller = callerOf(missing, isForeign ? from.slice(otherWorker.length) : project.name, [project, ...others]);
  if (missing !== undefined && caller && (isForeign || !Object.values(project.objects).includes(missing)))
    return new WorkerTrouble(
      'play the Worker',
      `the Worker ${caller.worker} does not export ${missing}, which the binding ${caller.binding} of ${caller.of} calls`,
      'Export it there, or correct "entrypoint".',
    );
  if (missing === 'default')
    return new WorkerTrouble(
      'play the Worker',
      `${main} has no default export`,
      'Export an object with "fetch", or a class of WorkerEntrypoint.',
    );
  if (missing !== undefined && Object.values(project.objects).includes(missing))
    return new WorkerTrouble(
      'play the Worker',
      `${main} does not export the class ${missing} of "durable_objects"`,
      'Export it there, or correct "class_name".',
    );
  const place = location ? `${location.file}:${location.line}: ` : '';
  return new WorkerTrouble('bundle the Worker', `${place}${text}`, 'Correct the file; `wrangler dev` should run it.');
}

/** Whose binding calls this entrypoint of this Worker. */
function callerOf(
  entrypoint: string | undefined,
  worker: string,
  all: readonly [WorkerProject, ...WorkerProject[]],
): { worker: string; binding: string; of: string } | undefined {
  for (const { name, services } of all) {
    const fits = Object.entries(services).find(
      ([, named]) => named.entrypoint === entrypoint && workerNamed(named, all)?.name === worker,
    );
    if (fits) return { worker, binding: fits[0], of: name };
  }
  return undefined;
}

function isFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && 'errors' in error;
}

/** Modules of Node are the platform's, also where their names have no `node:` before them. */
const nodeModules: Plugin = {
  name: 'node-modules',
  setup(building) {
    const bare = builtinModules.filter((name) => !name.startsWith('_'));
    building.onResolve({ filter: new RegExp(`^(${bare.join('|')})$`) }, ({ path }) => ({
      path: path.startsWith('node:') ? path : `node:${path}`,
      external: true,
    }));
  },
};

/** Where the bundle of another Worker stands in for its modules. */
const otherWorker = 'stage-worker:';
/** The stage itself, as the bundle of another Worker asks for it. */
const stageItself = 'stage:isolate';

/** Brings the bundles of other Workers into that of the one that is played: one stage is around all of them. */
const otherWorkers = (texts: ReadonlyMap<string, string>): Plugin => ({
  name: 'other-workers',
  setup(building) {
    const namespace = 'stage-worker';
    building.onResolve({ filter: new RegExp(`^${otherWorker}`) }, ({ path }) => ({
      path: path.slice(otherWorker.length),
      namespace,
    }));
    building.onResolve({ filter: new RegExp(`^${stageItself}$`) }, () => ({ path: isolate }));
    building.onResolve({ filter: /^cloudflare:/, namespace }, ({ path }) => ({ path, external: true }));
    building.onLoad({ filter: /./, namespace }, ({ path }) => ({
      contents: texts.get(path) ?? '',
      resolveDir: dirname(isolate),
    }));
  },
});

/**
 * The bindings that a Worker imports are those that the stage counts, as the ones that it is handed.
 *
 * @param worker name of the Worker where it is bundled apart; null: it is the one that is played
 */
const wrappedEnvironment = (worker: string | null): Plugin => ({
  name: 'wrapped-environment',
  setup(building) {
    const namespace = 'stage';
    building.onResolve({ filter: new RegExp(`^${stageItself}$`), namespace }, ({ path }) =>
      worker === null ? { path: isolate } : { path, external: true },
    );
    building.onResolve({ filter: /^cloudflare:workers$/ }, ({ path, importer, namespace: from }) =>
      from === namespace || dirname(importer) === dirname(isolate) ? { path, external: true } : { path, namespace },
    );
    building.onLoad({ filter: /./, namespace }, () => ({
      resolveDir: dirname(isolate),
      contents: `
import { env as real } from 'cloudflare:workers';
import { wrapEnvironment } from '${stageItself}';
export * from 'cloudflare:workers';
const wrapped = () => wrapEnvironment(real, ${JSON.stringify(worker ?? '')});
export const env = new Proxy({}, {
  get: (_, name) => wrapped()[name],
  has: (_, name) => name in wrapped(),
  ownKeys: () => Reflect.ownKeys(wrapped()),
  getOwnPropertyDescriptor: (_, name) =>
    name in wrapped() ? { configurable: true, enumerable: true, value: wrapped()[name] } : undefined,
});`,
    }));
  },
});
