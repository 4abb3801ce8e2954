/** The command `rehearse`: binds the words on the command line to this process and to the rooms behind. */
import type { Engine } from './cli/engine.ts';
import { createProgram } from './cli/program.ts';

/** Loaded when a verb first needs it, so that `--help` and a misspelt flag answer at once. */
const load = (): Promise<Engine> => import('./scenarios/play/index.ts');

const engine: Engine = {
  run: async (options) => (await load()).run(options),
  catalogue: async (own) => (await load()).catalogue(own),
  checkNames: async () => (await load()).checkNames(),
  requirementTable: async (own) => (await load()).requirementTable(own),
  exclusive: async (options) => (await load()).exclusive(options),
  mutants: async (options) => (await load()).mutants(options),
  mutantNames: async () => (await load()).mutantNames(),
  replay: async (trace, options) => (await load()).replay(trace, options),
  serve: async (options) => (await load()).serve(options),
  adapters: async () => (await load()).adapters(),
  adapterRequirements: async (options) => (await load()).adapterRequirements(options),
};

// Who reads our output may stop reading: `rehearse list | head`. That is no error.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // A second one, of either kind, ends the process at once.
    if (interrupted.signal.aborted) process.exit(130);
    interrupted.abort();
  });
}

process.exitCode = await createProgram(engine, {
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  cwd: process.cwd(),
  signal: interrupted.signal,
}).run(process.argv.slice(2));
