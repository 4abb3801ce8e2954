import { availableParallelism } from 'node:os';
import { relative, resolve } from 'node:path';
import { shellWord } from '../../contracts/shell-word.ts';
import { type Adapter, OptionTrouble } from '../../simulators/stage/adapters/index.ts';
import { variableOf } from '../../simulators/stage/adapters/options.ts';
import { isSecret } from '../../simulators/stage/adapters/secrets.ts';
import type { Target } from '../../simulators/stage/targets.ts';
import type { WorkerHooks } from '../../simulators/stage/worker/hooks.ts';
import { join } from '../../simulators/stage/worker/joined.ts';
import { readProjects } from '../../simulators/stage/worker/projects.ts';
import { readWorkerOptions, type WorkerAdapter, workerTarget } from '../../simulators/stage/worker/target.ts';
import { WorkerTrouble } from '../../simulators/stage/worker/trouble.ts';
import { findAdapter } from './adapters.ts';
import { type AdapterChoice, CannotRun, type RunOptions, type WorkerChoice } from './run-types.ts';
import { adviceFor, loadUserModule } from './user-module.ts';

/**
 * A Worker of a user's project as the target of a run.
 *
 * @throws CannotRun where its project or its hooks cannot be read, or it needs what the stage has not
 */
export async function workerTargetOf(worker: WorkerChoice, options: RunOptions): Promise<Target> {
  const hooks = worker.hooks === undefined ? undefined : await loadHooks(resolve(worker.hooks));
  const adapter = options.adapter && (await adapterOf(options.adapter, hooks !== undefined));
  const services = worker.services?.map((file) => resolve(file));
  const { project, others } = await asCannotRun(readProjects(resolve(worker.project), worker.env, services));
  const joined = await asCannotRun(Promise.resolve().then(() => join(project, others)));
  for (const warning of joined.warnings) options.warn?.(warning);
  const target = workerTarget(project, others, {
    lanes: options.lanes ?? availableParallelism() + 1,
    flags: flagsOf(worker, options.adapter, adapter?.adapter),
    hookTimeout: hookTime(options),
    ...(options.token ? { token: options.token } : {}),
    ...(hooks ? { hooks } : {}),
    ...(adapter ? { adapter } : {}),
  });
  return {
    ...target,
    lane: () => asCannotRun(target.lane()),
    ...(target.address ? { address: () => asCannotRun(target.address?.() ?? Promise.reject(new Error())) } : {}),
  };
}

/** A hook has the time of a scenario, and no more than the run. In milliseconds. */
function hookTime({ timeout = 60_000, deadline = Number.POSITIVE_INFINITY }: RunOptions): number {
  return Math.min(timeout, deadline * 1000);
}

/** Options that the hooks do not bring are looked at before anything is played. */
async function adapterOf(
  { from, options: given = {}, env = {} }: AdapterChoice,
  hasHooks: boolean,
): Promise<WorkerAdapter> {
  const chosen = { adapter: await findAdapter(from), given, env };
  const { name, options } = chosen.adapter;
  if (given.url !== undefined && 'url' in options.shape)
    throw new CannotRun(`Failed to use the adapter ${name}: the address is the Worker's; leave url out.`);
  try {
    if (!hasHooks) readWorkerOptions(chosen, 'http://127.0.0.1');
    return chosen;
  } catch (error) {
    throw error instanceof OptionTrouble ? new CannotRun(error.message) : error;
  }
}

async function loadHooks(path: string): Promise<WorkerHooks> {
  const what = `load the hooks ${relative(process.cwd(), path)}`;
  const loaded = await loadUserModule(path).catch((error: unknown) => {
    const [reason = ''] = String(error instanceof Error ? error.message : error).split('\n');
    throw new CannotRun(`Failed to ${what}: ${reason.replace(/\.$/, '')}. ${adviceFor(reason)}`);
  });
  if (isHooks(loaded)) return loaded;
  throw new CannotRun(`Failed to ${what}: it exports none. Write "export default defineHooks({ … })".`);
}

function isHooks(value: unknown): value is WorkerHooks {
  if (typeof value !== 'object' || value === null) return false;
  const { setup, teardown }: { setup?: unknown; teardown?: unknown } = value;
  const fits = (hook: unknown) => hook === undefined || typeof hook === 'function';
  return fits(setup) && fits(teardown) && (setup !== undefined || teardown !== undefined);
}

/** What repeats the choice on a command line. Of an adapter its credentials come from the environment. */
function flagsOf(
  { project, env, services = [], hooks }: WorkerChoice,
  chosen: AdapterChoice | undefined,
  adapter: Adapter | undefined,
): string {
  const path = (file: string) => shellWord(relative(process.cwd(), resolve(file)) || '.');
  return [
    ` --worker ${path(project)}`,
    env === undefined ? '' : ` --worker-env ${shellWord(env)}`,
    ...services.map((file) => ` --worker-service ${path(file)}`),
    hooks === undefined ? '' : ` --hooks ${path(hooks)}`,
    ...(typeof chosen?.from === 'string' && adapter ? adapterFlags(chosen.from, chosen, adapter, path) : []),
  ].join('');
}

function adapterFlags(
  from: string,
  { options = {}, env = {} }: AdapterChoice,
  { options: { shape } }: Adapter,
  path: (file: string) => string,
): string[] {
  const given = Object.keys(shape).flatMap((name) => {
    const value = options[name] ?? (env[variableOf(name)] || undefined);
    // The address is the Worker's, also where the environment has one for another target.
    return value === undefined || name === 'url' || isSecret(shape[name]) ? [] : [`${name}=${String(value)}`];
  });
  return [
    ` --adapter ${/[/\\]/.test(from) ? path(from) : shellWord(from)}`,
    ...given.map((option) => ` --adapter-option ${shellWord(option)}`),
  ];
}

/** What is wrong with a user's project ends the run in one line. */
async function asCannotRun<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof WorkerTrouble ? new CannotRun(error.message) : error;
  }
}
