import type { Fault, WireMessage } from '../../contracts/trace/index.ts';
import { insideKinds } from '../../contracts/trace/index.ts';
import type { FaultMatcher, Matched, Occasion } from './faults.ts';
import type { AttachedFault, Origin } from './isolate/protocol.ts';
import type { Recorder } from './recorder.ts';
import type { Scheduler } from './scheduler.ts';
import type { RawAnswer, RawSocket, Transport } from './transport.ts';

/** What the harness can do inside a target; absent for a target that is only a URL. */
export interface Inside {
  /** Headers that tell the isolate where a request comes from, and what is to break in it. */
  headersFor(origin: Origin): Record<string, string>;
  requestSent(id: number): void;
  requestEnded(id: number): void;
  socketOpened(socket: number): void;
  /** What has to be sent for the frame, so that the isolate knows of its origin. */
  frameSent(socket: number, origin: Origin, text: string): string;
  frameReceived(socket: number): void;
  socketClosing(socket: number): void;
  socketClosed(socket: number): void;
  /** Number of an outbound call of the isolate, and the request of the harness it is made for. */
  outboundSeen(headers: Record<string, string>): number | undefined;
  outboundEnded(call: number): void;
  evict(): Promise<boolean>;
  /** Requests released from now on stop at every schedule point. */
  gated: boolean;
}

/** What all links of one scenario share. */
export interface Network {
  scheduler: Scheduler;
  recorder: Recorder;
  faults: FaultMatcher;
  transport: Transport;
  inside: Inside | null;
  numbers: Numbers;
  /** Sockets that are open, to be broken off at the end. */
  sockets: Set<RawSocket>;
}

/** Numbers that join what belongs together, and counts that name a message by its cause. */
export class Numbers {
  #op = 0;
  #msg = 0;
  #socket = 0;
  readonly #counts = new Map<string, number>();

  op(): number {
    return ++this.#op;
  }
  msg(): number {
    return ++this.#msg;
  }
  socket(): number {
    return ++this.#socket;
  }
  nth(what: string): number {
    const count = (this.#counts.get(what) ?? 0) + 1;
    this.#counts.set(what, count);
    return count;
  }
}

/** Whose fault it is when what the other side says is not as the contract says. */
export function speakerOf({ transport }: Network): 'target' | 'adapter' {
  return transport.speaker ?? 'target';
}

/** One message on its way. */
export interface Letter {
  actor: string;
  operation: string;
  op: number;
  msg: number;
  message: WireMessage;
}

export function record(network: Network, kind: 'send' | 'deliver', letter: Letter, actor: string): number {
  return network.recorder.record(kind, { ...letter, actor });
}

export function drop(network: Network, letter: Letter, reason: string): number {
  return network.recorder.record('drop', { ...letter, actor: 'network', reason });
}

/** Marks an entry of the plan as fired, and says so in the history. */
function fire(network: Network, matched: Matched, op: number): void {
  network.faults.markFired(matched.entry);
  network.recorder.record('fault', { actor: 'network', entry: matched.entry, fault: matched.fault.kind, op });
}

/** What a plan has for an occasion: what the link does, and what the isolate is told to do. */
export interface Found {
  outside: Matched[];
  attached: AttachedFault[];
}

export function faultsFor(network: Network, occasion: Occasion): Found {
  const matched = network.faults.match(occasion);
  return {
    outside: matched.filter(({ fault }) => !insideKinds.has(fault.kind) || fault.kind === 'object-evicted'),
    attached: matched.filter(({ fault }) => insideKinds.has(fault.kind) && fault.kind !== 'object-evicted'),
  };
}

/** The first of the faults found that is of one of these kinds, marked as fired and not found again. */
export function takeFault(
  network: Network,
  outside: Matched[],
  op: number,
  ...kinds: Fault['kind'][]
): Fault | undefined {
  const matched = outside.find(({ fault }) => kinds.includes(fault.kind));
  if (!matched) return undefined;
  outside.splice(outside.indexOf(matched), 1);
  fire(network, matched, op);
  return matched.fault;
}

/** Where the plan says so, all objects leave memory, once, before what is released now arrives. */
export async function evictAsPlanned(network: Network, outside: Matched[], op: number): Promise<void> {
  const planned = outside.some(({ fault }) => fault.kind === 'object-evicted');
  if (planned && (await network.inside?.evict())) takeFault(network, outside, op, 'object-evicted');
}

/** What something in between answers, whatever was asked. */
export function answerOnTheWay({ status, retryAfter }: { status: number; retryAfter?: number }): RawAnswer {
  const headers: Record<string, string> = { 'content-type': 'text/plain' };
  if (retryAfter) headers['retry-after'] = String(retryAfter);
  return { status, headers, body: 'answered by something on the way' };
}
