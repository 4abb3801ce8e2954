import { builtinModules } from 'node:module';
import { dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BuildFailure, Message, Plugin } from 'esbuild';
import { bundleWorker } from '../embedded/bundle.ts';
import type { WorkerProject } from './project.ts';
import { WorkerTrouble } from './trouble.ts';

const isolate = fileURLToPath(new URL('../isolate/index.ts', import.meta.url));

/**
 * Bundles a Worker with the stage around it.
 *
 * @throws WorkerTrouble with the file and the reason
 */
export async function bundleProject(project: WorkerProject): Promise<string> {
  try {
    return await bundleWorker({
      main: project.main,
      objects: project.objects,
      databases: Object.keys(project.databases),
      stores: project.stores,
      migrations: project.databases,
      loose: true,
      building: {
        absWorkingDir: project.folder,
        alias: project.alias,
        define: project.define,
        loader: { '.txt': 'text', '.html': 'text', '.sql': 'text', '.bin': 'binary' },
        plugins: [nodeModules, wrappedEnvironment],
      },
    });
  } catch (error) {
    const [first] = isFailure(error) ? error.errors : [];
    if (!first) throw error;
    throw troubleOf(project, first);
  }
}

function troubleOf(project: WorkerProject, { text, location }: Message): WorkerTrouble {
  const main = relative(project.folder, project.main);
  const missing = /^No matching export in ".*" for import "(.*)"$/.exec(text)?.[1];
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

/** The bindings that a Worker imports are those that the stage counts, as the ones that it is handed. */
const wrappedEnvironment: Plugin = {
  name: 'wrapped-environment',
  setup(building) {
    const namespace = 'stage';
    building.onResolve({ filter: /^cloudflare:workers$/ }, ({ path, importer, namespace: from }) =>
      from === namespace || dirname(importer) === dirname(isolate) ? { path, external: true } : { path, namespace },
    );
    building.onLoad({ filter: /./, namespace }, () => ({
      resolveDir: dirname(isolate),
      contents: `
import { env as real } from 'cloudflare:workers';
import { wrapEnvironment } from ${JSON.stringify(isolate)};
export * from 'cloudflare:workers';
export const env = new Proxy({}, {
  get: (_, name) => wrapEnvironment(real)[name],
  has: (_, name) => name in real,
  ownKeys: () => Reflect.ownKeys(real),
  getOwnPropertyDescriptor: (_, name) =>
    name in real ? { configurable: true, enumerable: true, value: wrapEnvironment(real)[name] } : undefined,
});`,
    }));
  },
};
