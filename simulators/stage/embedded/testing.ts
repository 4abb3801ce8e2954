import { fileURLToPath } from 'node:url';
import type { FaultPlan } from '../../../contracts/trace/index.ts';
import type { Call, Socket } from '../../ports.ts';
import { FaultMatcher } from '../faults.ts';
import { RecordedLink } from '../link.ts';
import { type Network, Numbers } from '../network.ts';
import { Recorder } from '../recorder.ts';
import { type Transport, tcpTransport } from '../transport.ts';
import { VirtualScheduler } from '../virtual-scheduler.ts';
import { bundleWorker } from './bundle.ts';
import { EmbeddedInside } from './inside.ts';
import { Lane } from './lane.ts';
import type { Logs } from './logs.ts';

/** A lane with a worker that knows nothing of the stage. */
export async function notesLane(): Promise<{ lane: Lane; transport: Transport; stop(): Promise<void> }> {
  const main = fileURLToPath(new URL('../isolate/testing/notes-worker.ts', import.meta.url));
  const objects = { NOTES: 'Notes', TALKS: 'Talks' };
  const lane = await Lane.start({
    script: await bundleWorker({ main, objects, databases: ['DB'], registries: { Talks: 'loops' } }),
    objects,
    databases: ['DB'],
    variables: {},
    compatibilityDate: '2026-07-30',
    compatibilityFlags: ['nodejs_compat'],
  });
  const transport = tcpTransport(lane.url, { closeTimeout: 5 });
  return {
    lane,
    transport,
    async stop() {
      await transport.close();
      await lane.stop();
    },
  };
}

/** The links of one play on such a lane. */
export class TalkPlay {
  readonly inside: EmbeddedInside;
  readonly scheduler: VirtualScheduler;
  readonly recorder: Recorder;
  readonly faults: FaultMatcher;
  readonly network: Network;

  constructor(lane: Lane, transport: Transport, plan: FaultPlan, seed: number, logs: Logs | null = null) {
    const inside = new EmbeddedInside(lane, seed, null, logs);
    const recorder: Recorder = new Recorder(() => scheduler.now());
    const scheduler: VirtualScheduler = new VirtualScheduler({
      seed,
      start: 0,
      pacer: inside,
      recorder: () => recorder,
    });
    this.inside = inside;
    this.recorder = recorder;
    this.scheduler = scheduler;
    this.faults = new FaultMatcher(plan, (alias) => alias);
    const [faults, numbers] = [this.faults, new Numbers()];
    this.network = { scheduler, recorder, faults, transport, inside, numbers, sockets: new Set() };
  }

  /** A client of `Talks` with a socket of its own. */
  tab(projectId: string, actor = 'frontend'): TalkTab {
    return new TalkTab(this, projectId, actor);
  }
}

type Heard = Record<string, unknown> & { type: string };

/** Talks on one socket, and opens another when told to. */
export class TalkTab {
  readonly frames: Heard[] = [];
  readonly closed: number[] = [];
  readonly #play: TalkPlay;
  readonly #link: RecordedLink;
  readonly #call: Pick<Call, 'operation' | 'params'>;
  #socket: Socket | undefined;

  constructor(play: TalkPlay, projectId: string, actor: string) {
    this.#play = play;
    this.#link = new RecordedLink(play.network, actor, 'wrong on purpose');
    this.#call = { operation: 'live', params: { projectId } };
  }

  async open(): Promise<this> {
    this.#socket = this.#link.connect(this.#call, {
      open: () => {},
      frame: (frame) => this.frames.push(frame as Heard),
      close: (code) => this.closed.push(code),
    });
    await this.#play.scheduler.settle();
    return this;
  }

  /** Says something; answers what it heard until all was quiet. */
  async say(frame: Record<string, unknown>): Promise<Heard[]> {
    const known = this.frames.length;
    this.#socket?.send(JSON.stringify(frame));
    await this.#play.scheduler.settle();
    return this.frames.slice(known);
  }

  async close(code?: number): Promise<void> {
    this.#socket?.close(code);
    await this.#play.scheduler.settle();
  }
}
