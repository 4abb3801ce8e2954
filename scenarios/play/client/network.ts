import type { EventKind, EventOf, FaultPlan, History } from '../../../contracts/trace/index.ts';
import { FaultMatcher } from '../../../simulators/stage/faults.ts';
import { type Network, Numbers } from '../../../simulators/stage/network.ts';
import { RealScheduler } from '../../../simulators/stage/real-scheduler.ts';
import { Recorder } from '../../../simulators/stage/recorder.ts';
import { tcpTransport } from '../../../simulators/stage/transport.ts';
import { Aliases } from '../aliases.ts';

/** A recorder that says when there is more to read. */
class WatchedRecorder extends Recorder {
  readonly watchers = new Set<() => void>();

  override record<K extends EventKind>(kind: K, draft: Omit<EventOf<K>, 'index' | 'time' | 'kind'>): number {
    const index = super.record(kind, draft);
    for (const watcher of [...this.watchers]) watcher();
    return index;
  }
}

/** Headers of the connection and not of the API. */
const ofConnection = new Set(['connection', 'content-length', 'date', 'keep-alive', 'transfer-encoding']);

export interface ClientNetwork {
  network: Network;
  history(): History;
  /** Calls back after every event. The answer ends that. */
  watch(watcher: () => void): () => void;
  /** Stops timers and breaks sockets. */
  stop(): Promise<void>;
}

/**
 * The faulty link between a client and a control plane, on real time. The times of its history are those of the
 * protocol: with a `scale` of 10 a tenth of a second is written down as one.
 */
export function clientNetwork({ url, plan, scale }: { url: string; plan: FaultPlan; scale: number }): ClientNetwork {
  const scheduler = new RealScheduler();
  const begin = scheduler.now();
  const recorder = new WatchedRecorder(() => Math.round((scheduler.now() - begin) * scale));
  const transport = tcpTransport(url, { leaveOut: ofConnection, closeTimeout: 5 });
  const network: Network = {
    scheduler,
    recorder,
    faults: new FaultMatcher(scaled(plan, scale), (alias) => new Aliases(recorder.history).rawOf(alias)),
    transport,
    inside: null,
    numbers: new Numbers(),
    sockets: new Set(),
  };
  return {
    network,
    history: () => recorder.history,
    watch(watcher) {
      recorder.watchers.add(watcher);
      return () => void recorder.watchers.delete(watcher);
    },
    async stop() {
      scheduler.stop();
      for (const socket of network.sockets) socket.terminate();
      await transport.close();
    },
  };
}

/** Delays of a plan are those of the protocol too. */
function scaled(plan: FaultPlan, scale: number): FaultPlan {
  return plan.map(({ where, fault }) => ({
    where,
    fault: fault.kind === 'delay' ? { ...fault, ms: Math.max(1, Math.round(fault.ms / scale)) } : fault,
  }));
}
