import { fileURLToPath } from 'node:url';
import type { FaultPlan } from '../../contracts/trace/index.ts';
import type { Guarantees, OperationName } from '../../contracts/wire/index.ts';
import { bindings } from '../control-plane/index.ts';
import { bundleWorker } from './embedded/bundle.ts';
import { EmbeddedInside } from './embedded/inside.ts';
import { Lane } from './embedded/lane.ts';
import type { Logs } from './embedded/logs.ts';
import { FaultMatcher } from './faults.ts';
import { type Network, Numbers } from './network.ts';
import { RealScheduler } from './real-scheduler.ts';
import { Recorder } from './recorder.ts';
import type { Scheduler } from './scheduler.ts';
import { type Transport, tcpTransport } from './transport.ts';
import { VirtualScheduler } from './virtual-scheduler.ts';

/** Virtual time begins here, in every scenario. */
const dawn = Date.UTC(2026, 0, 1);

/** Milliseconds of real time until a target that does not come to rest at the end of a play is killed. */
const longestEnd = 5000;

/** What of an answer is recorded, and how soon a closed socket is gone: the play waits for it. */
export const onStage = {
  // Of the connection or of the moment, not of the API.
  leaveOut: new Set(['connection', 'content-length', 'date', 'keep-alive', 'transfer-encoding']),
  closeTimeout: 5,
};

export interface StageOptions {
  /** Seed of this scenario. */
  seed: number;
  plan: FaultPlan;
  /** Known bug of the target to switch on; null: none. */
  mutant: string | null;
  /** Choices of an earlier play, to release everything in its order. */
  follow?: readonly string[];
  /** The raw id of an alias, as far as the history goes. */
  nameOf(alias: string): string;
}

/** Everything one scenario is played on. */
export interface Stage {
  network: Network;
  /** Breaks off what is still under way. What was given up in the middle leaves nothing behind that could go on. */
  clear(how: 'ended' | 'given up'): Promise<void>;
}

/** One target, playing one scenario at a time. */
export interface TargetLane {
  adminToken: string;
  raise(options: StageOptions): Promise<Stage>;
  stop(): Promise<void>;
}

export interface Target {
  /** As shown in reports: `embedded`, or the URL. */
  name: string;
  /** Can the harness break it from inside, and set its clock? */
  control: 'inside' | 'outside';
  /** Scenarios worth playing side by side. */
  lanes: number;
  /** Does it do what it does in ways that the plans of the catalogue do not know? Some faults inside then find no place. */
  foreign?: true;
  /** Where it says what it offers (`GET /v1`). Default: at its name, or it offers all. */
  address?(): Promise<string>;
  /** Flags of the command that choose it again, where its name as `--target` does not. */
  flags?: string;
  /** What speaks to it, where it does not speak the wire of the contract itself. */
  adapter?: Translation;
  /** Does something answer there? Default: asked by the wire of the contract. */
  isReachable?(): Promise<boolean>;
  lane(): Promise<TargetLane>;
  /** Ends what was begun beside the lanes. */
  close?(): Promise<void>;
}

/** What an adapter says of itself and of the system behind it. */
export interface Translation {
  name: string;
  capabilities: readonly string[];
  guarantees: Guarantees;
  /** Requirements that the system cannot meet by design, with the reason. */
  unmet: Readonly<Record<string, string>>;
  /** Has it this operation? */
  has(operation: OperationName): boolean;
  /** Does it order workspaces of a VM agent: always, never, or where this option is given? */
  orders: boolean | string;
}

/** The embedded control plane, each lane a workerd of its own. */
export function embeddedTarget(lanes: number): Target {
  // Begun at once: the bundler works beside whoever reads the scenarios meanwhile.
  const script = bundleWorker({
    main: fileURLToPath(new URL('../control-plane/worker.ts', import.meta.url)),
    objects: bindings.objects,
    databases: [bindings.database],
    registries: bindings.registries,
    mutants: fileURLToPath(new URL('../control-plane/mutants/switch.ts', import.meta.url)),
  });
  script.catch(() => {});
  return {
    name: 'embedded',
    control: 'inside',
    lanes,
    async lane() {
      const adminToken = 'administrator-of-the-rehearsal';
      const lane = await Lane.start({
        script: await script,
        objects: bindings.objects,
        databases: [bindings.database],
        variables: { ADMIN_TOKEN: adminToken, PROVISIONING: 'on' },
        compatibilityDate: bindings.compatibilityDate,
        compatibilityFlags: bindings.compatibilityFlags,
      });
      const transport = tcpTransport(lane.url, onStage);
      return {
        adminToken,
        raise: (options) => raiseInside(lane, transport, options),
        async stop() {
          await transport.close();
          await lane.stop();
        },
      };
    },
  };
}

/** One play on a lane whose inside the harness controls. `logs` takes what the worker in it says and throws; null: nobody does. */
export async function raiseInside(
  lane: Lane,
  transport: Transport,
  options: StageOptions,
  logs: Logs | null = null,
): Promise<Stage> {
  const inside = new EmbeddedInside(lane, options.seed, options.mutant, logs);
  const scheduler: VirtualScheduler = new VirtualScheduler({
    seed: options.seed,
    start: dawn,
    pacer: inside,
    recorder: () => recorder,
    ...(options.follow ? { follow: options.follow } : {}),
  });
  const recorder = new Recorder(() => scheduler.now() - dawn);
  const network = networkOf(scheduler, recorder, transport, options, inside);
  await inside.begin(network);
  const clear = async (how: 'ended' | 'given up') => {
    breakOff(network);
    if (how === 'ended' && (await inside.end(longestEnd))) return;
    inside.abandon();
    await lane.kill();
  };
  return { network, clear };
}

/** An API that is running already, speaking the canonical wire: only a URL, on real time. */
export function urlTarget(url: string, adminToken: string, lanes: number): Target {
  return {
    name: url,
    control: 'outside',
    lanes,
    async lane() {
      const transport = tcpTransport(url, onStage);
      return {
        adminToken,
        raise: async (options) => raiseOutside(options, () => transport),
        stop: () => transport.close(),
      };
    },
  };
}

/** A stage on real time, for one play. `transportFor` makes what it speaks through. */
export function raiseOutside(
  options: StageOptions,
  transportFor: (around: Pick<Network, 'scheduler' | 'recorder'>) => Transport,
): Stage {
  const scheduler = new RealScheduler();
  const begin = scheduler.now();
  const recorder = new Recorder(() => scheduler.now() - begin);
  const transport = transportFor({ scheduler, recorder });
  const network = networkOf(scheduler, recorder, transport, options, null);
  const clear = async () => {
    scheduler.stop();
    breakOff(network);
    if (transport.speaker) await transport.close();
  };
  return { network, clear };
}

function networkOf(
  scheduler: Scheduler,
  recorder: Recorder,
  transport: Transport,
  options: StageOptions,
  inside: EmbeddedInside | null,
): Network {
  const faults = new FaultMatcher(options.plan, options.nameOf);
  return { scheduler, recorder, faults, transport, inside, numbers: new Numbers(), sockets: new Set() };
}

function breakOff(network: Network): void {
  for (const socket of network.sockets) socket.terminate();
}
