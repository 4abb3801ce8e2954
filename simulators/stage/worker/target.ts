import { inspect } from 'node:util';
import type { Adapter } from '../adapters/index.ts';
import { readOptions } from '../adapters/index.ts';
import { Secrets } from '../adapters/secrets.ts';
import { AdapterTransport } from '../adapters/transport.ts';
import { seededRandom } from '../chance.ts';
import { Lane } from '../embedded/lane.ts';
import { Logs } from '../embedded/logs.ts';
import type { Network } from '../network.ts';
import { onStage, raiseInside, type Stage, type StageOptions, type Target, type TargetLane } from '../targets.ts';
import { type Transport, tcpTransport } from '../transport.ts';
import type { HookContext, Prepared, WorkerHooks } from './hooks.ts';
import { type JoinedWorkers, join } from './joined.ts';
import { Passage } from './passage.ts';
import type { WorkerProject } from './project.ts';
import { bundleProject } from './script.ts';
import { learnAll } from './secrets.ts';
import { WorkerTrouble } from './trouble.ts';

export interface WorkerTargetOptions {
  /** Processes, each with the whole Worker in it; they play side by side. */
  lanes: number;
  /** Administrator's token, where the hooks give none. Default: the Worker's variable ADMIN_TOKEN, or none. */
  token?: string;
  hooks?: WorkerHooks;
  /** What speaks to it, where it does not speak the wire of the contract. */
  adapter?: WorkerAdapter;
  /** Milliseconds that a hook may take. */
  hookTimeout: number;
  /** Flags of the command that choose this target again. */
  flags?: string;
}

/** An adapter, with options that the hooks may add to. */
export interface WorkerAdapter {
  adapter: Adapter;
  /** As a user gave them. The Worker's address is put in where it has an option `url`. */
  given: Readonly<Record<string, unknown>>;
  env: Readonly<Record<string, string | undefined>>;
}

/** @throws OptionTrouble naming the option that is missing or wrong */
export function readWorkerOptions(
  { adapter, given, env }: WorkerAdapter,
  url: string,
  prepared: Readonly<Record<string, string>> = {},
): Record<string, unknown> {
  const address = 'url' in adapter.options.shape ? { url } : {};
  return readOptions(adapter, { ...address, ...given, ...prepared }, env);
}

/** A Worker of a user, each lane a workerd of its own. Every play begins with nothing stored. */
export function workerTarget(
  project: WorkerProject,
  others: readonly WorkerProject[],
  options: WorkerTargetOptions,
): Target {
  const joined = join(project, others);
  // Begun at once: the bundler works beside whoever reads the scenarios meanwhile.
  const script = bundleProject(project, others);
  script.catch(() => {});
  /** Started to be asked what it offers, and not played on yet. */
  let waiting: WorkerLane | undefined;
  const address = async () => {
    waiting ??= await WorkerLane.start(joined, project.variables, await script, options);
    return waiting.url;
  };
  return {
    name: `worker ${project.name}`,
    control: 'inside',
    foreign: true,
    lanes: options.lanes,
    ...(options.flags === undefined ? {} : { flags: options.flags }),
    ...(options.adapter ? { adapter: options.adapter.adapter } : { address }),
    async lane() {
      const lane = waiting ?? (await WorkerLane.start(joined, project.variables, await script, options));
      waiting = undefined;
      return lane;
    },
    async close() {
      await waiting?.stop();
    },
  };
}

class WorkerLane implements TargetLane {
  readonly #lane: Lane;
  readonly #transport: Transport;
  readonly #hooks: WorkerHooks;
  readonly #hookTimeout: number;
  readonly #context: HookContext;
  readonly #token: string;
  readonly #adapter: WorkerAdapter | undefined;
  /** Of all the Workers in it. */
  readonly #variables: Readonly<Record<string, unknown>>;
  #used = false;
  adminToken: string;

  private constructor(
    lane: Lane,
    env: Readonly<Record<string, unknown>>,
    variables: Readonly<Record<string, unknown>>,
    { token, hooks = {}, adapter, hookTimeout }: WorkerTargetOptions,
  ) {
    this.#lane = lane;
    this.#transport = tcpTransport(lane.url, onStage);
    this.#hooks = hooks;
    this.#hookTimeout = hookTimeout;
    this.#adapter = adapter;
    this.#context = { url: lane.url, env };
    this.#variables = variables;
    const { ADMIN_TOKEN: variable } = env;
    this.#token = token ?? (typeof variable === 'string' ? variable : '');
    this.adminToken = this.#token;
  }

  static async start(
    joined: JoinedWorkers,
    variables: Readonly<Record<string, unknown>>,
    script: string,
    options: WorkerTargetOptions,
  ): Promise<WorkerLane> {
    try {
      const lane = await Lane.start({ ...joined, script });
      return new WorkerLane(lane, variables, joined.variables, options);
    } catch (error) {
      const reason = (error as Error).message.replace('Failed to start workerd: ', '').replace('service target: ', '');
      throw new WorkerTrouble('start the Worker', reason, 'Correct it; `wrangler dev` should run it.');
    }
  }

  get url(): string {
    return this.#lane.url;
  }

  async raise(options: StageOptions): Promise<Stage> {
    if (this.#used) await this.#lane.renew();
    this.#used = true;
    const secrets = new Secrets();
    const stage = await raiseInside(this.#lane, this.#transport, options, new Logs(secrets, new URL(this.url).host));
    const prepared = await this.#run('setup');
    this.adminToken = prepared?.token ?? this.#token;
    const { network, close } = this.#adapter
      ? this.#behind(this.#adapter, stage.network, prepared?.options ?? {}, secrets)
      : { network: stage.network, close: async () => {} };
    learnAll(secrets, this.#variables, [this.adminToken]);
    return {
      network,
      clear: async (how) => {
        await close();
        await stage.clear(how);
        await this.#run('teardown');
      },
    };
  }

  /** Puts an adapter between the links and the Worker. */
  #behind(chosen: WorkerAdapter, network: Network, prepared: Readonly<Record<string, string>>, ofLogs: Secrets) {
    const { adapter } = chosen;
    const options = readWorkerOptions(chosen, this.url, prepared);
    const { pathname } = new URL(adapter.baseUrl(options));
    const transport = tcpTransport(this.url + pathname, onStage);
    if (!network.inside) throw new Error('An adapter on the stage counts what goes inside.');
    const passage = new Passage(network.inside, network.numbers);
    const { uuid } = seededRandom(0, adapter.name);
    const around = {
      scheduler: passage.scheduler(network.scheduler),
      recorder: network.recorder,
      uuid,
      secrets: new Secrets([], ofLogs),
    };
    const translated = new AdapterTransport(adapter, options, passage.inner(transport), around);
    const close = async () => {
      await translated.close();
      await transport.close();
    };
    return {
      network: { ...network, transport: passage.outer(translated), inside: passage.inside },
      close,
    };
  }

  async #run(hook: 'setup' | 'teardown'): Promise<Prepared | undefined> {
    const late = Promise.withResolvers<never>();
    const timer = setTimeout(
      () => late.reject(new Error(`it did not end within ${this.#hookTimeout / 1000} s`)),
      this.#hookTimeout,
    );
    try {
      return (await Promise.race([this.#hooks[hook]?.(this.#context), late.promise])) ?? undefined;
    } catch (error) {
      const reason = error instanceof Error ? error.message : `it threw ${inspect(error)}`;
      throw new WorkerTrouble(`run ${hook} of the hooks`, reason, 'Correct the file of --hooks.');
    } finally {
      clearTimeout(timer);
    }
  }

  async stop(): Promise<void> {
    await this.#transport.close();
    await this.#lane.stop();
  }
}
