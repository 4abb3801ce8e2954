/**
 * The state of the stage inside the isolate. It is module state on purpose: the handler and all objects of a
 * worker share one isolate, and the harness must see and steer them as one.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { AttachedFault, Awaited, Motion, News, Origin, SocketStage } from './protocol.ts';

/** Where a piece of work comes from, with what was counted for it so far. */
export interface Context extends Origin {
  calls: { object: number; database: number; outbound: number };
  points: number;
}

interface Flight {
  state: 'sent' | 'inside' | 'left';
  /** The object that waits for it; its calls are forgotten when it is lost. */
  by: string | null;
  /** The object that works on it. */
  to?: string;
  /** Which call of its kind it is, counted in the context that makes it. */
  nth?: number;
  /** It reads a body, which may wait for what the harness will bring. */
  reads?: true;
}

/** Something that waits for the harness: in which object, and for which context. */
interface Parked {
  by: string | null;
  context: number | null;
}

export interface SocketCount {
  object: string;
  taken: number;
  sent: number;
  stage: SocketStage;
  /** It does not hibernate: as long as it is open its object stays in memory. */
  stays?: true;
}

export const contextOf = new AsyncLocalStorage<Context>();
/** Key of the object whose code runs; none in the handler. */
export const ownerOf = new AsyncLocalStorage<string>();

/** Name of the Worker whose entrypoint runs; none in the one that is played, and in objects. */
export const workerOf = new AsyncLocalStorage<string>();

export const stage = {
  /** Virtual time; null until the harness has said it: then real time and real chance apply. */
  now: null as number | null,
  seed: 0,
  /** Faults strike the call that they name or a later one: the first that they can strike. */
  loose: false,
  /** Eight hex digits that begin every UUID: ids differ from play to play, their order does not. */
  nonce: '00000000',
  next: 0,
  /** What the worker says and throws is news, and how many lines of it there have been. */
  logs: false,
  told: { said: 0, thrown: 0 },
  news: [] as News[],
  /** Wakes the control socket where it waits for stillness. */
  wake: null as (() => void) | null,
  /** Changes so far, of what decides whether anything moves. */
  heard: 0,
  contexts: new Map<number, Context>(),
  /** Requests of the harness inside. */
  inside: new Set<number>(),
  /** Calls between handler, objects, database and outside. */
  flights: new Map<number, Flight>(),
  /** Work under way by the id of its context: requests, alarms, frames. */
  working: new Map<number, { count: number; by: string | null }>(),
  outbound: new Map<number, Parked>(),
  gates: new Map<number, Parked & { open: () => void; opening: boolean }>(),
  timers: new Map<number, Parked & { settle: (fire: boolean) => void; due: number; firing: boolean }>(),
  /** How often the alarm of an object has failed, where it is to be fired again. */
  retries: new Map<string, number>(),
  /** Objects that this world has used. */
  used: new Set<string>(),
  sockets: new Map<number, SocketCount>(),
};

export function number(): number {
  stage.next += 1;
  return stage.next;
}

/** Starts over for a new world. Objects of the last one are left alone, without their timers: they belong to other projects. */
export function resetStage(): void {
  for (const { settle } of stage.timers.values()) settle(false);
  stage.news = [];
  for (const map of [
    stage.contexts,
    stage.flights,
    stage.working,
    stage.outbound,
    stage.gates,
    stage.timers,
    stage.sockets,
    stage.retries,
  ]) {
    map.clear();
  }
  stage.inside.clear();
  stage.used.clear();
}

export function enterContext(origin: Origin): Context {
  const known = stage.contexts.get(origin.id);
  if (known) return known;
  const context: Context = { ...origin, calls: { object: 0, database: 0, outbound: 0 }, points: 0 };
  stage.contexts.set(origin.id, context);
  changed();
  return context;
}

/** Something that decides whether anything moves has changed: where nothing does any more, whoever waits for it looks again. */
export function changed(): void {
  stage.heard += 1;
  if (!stage.wake || motion() !== 'none') return;
  const wake = stage.wake;
  stage.wake = null;
  wake();
}

/** Counts a piece of work in and out. */
export async function working<T>(id: number, work: () => T | Promise<T>): Promise<T> {
  const entry = stage.working.get(id) ?? { count: 0, by: ownerOf.getStore() ?? null };
  stage.working.set(id, entry);
  entry.count += 1;
  try {
    return await work();
  } finally {
    entry.count -= 1;
    if (entry.count === 0) stage.working.delete(id);
    changed();
  }
}

/** Where the code that runs now stands: what it waits for is put down under this. */
export function here(): Parked {
  return { by: ownerOf.getStore() ?? null, context: contextOf.getStore()?.id ?? null };
}

/** Has all that the harness has sent come in? */
export function hasArrived({ requests, frames, ends }: Awaited): boolean {
  const stageOf = (id: number) => stage.sockets.get(id)?.stage ?? 'ended';
  return (
    requests.every((id) => stage.contexts.has(id)) &&
    frames.every(([id, count]) => stageOf(id) === 'ended' || (stage.sockets.get(id)?.taken ?? 0) >= count) &&
    ends.every((id) => stageOf(id) === 'ended')
  );
}

/**
 * Does anything go on by itself? `calls`: a call is on its way, or something the harness brought is being taken.
 * `work`: work waits for none of the things the harness will bring (a schedule point, a timer, an answer from
 * outside), so it runs, or it waits for other work; or it reads a body.
 */
export function motion(): Motion {
  let reads = false;
  for (const flight of stage.flights.values()) {
    if (flight.state === 'inside') continue;
    if (!flight.reads) return 'calls';
    reads = true;
  }
  const waiting = new Set<number | null>();
  for (const gate of stage.gates.values()) {
    if (gate.opening) return 'calls';
    waiting.add(gate.context);
  }
  for (const timer of stage.timers.values()) {
    if (timer.firing) return 'calls';
    waiting.add(timer.context);
  }
  for (const { context } of stage.outbound.values()) waiting.add(context);
  if (reads) return 'work';
  for (const id of stage.working.keys()) if (!waiting.has(id)) return 'work';
  return 'none';
}

/** Tells the harness of an object the first time a world uses it. */
export function useObject(key: string): void {
  if (stage.used.has(key)) return;
  stage.used.add(key);
  stage.news.push({ news: 'object', object: key });
}

/** An object is gone with its memory: nothing waits in it any more, and its sockets are broken unless they hibernate. */
export function loseObject(key: string): void {
  for (const [id, flight] of stage.flights) {
    if (flight.by === key) stage.flights.delete(id);
    else if (flight.to === key) flight.state = 'left';
  }
  for (const [id, { by }] of stage.working) if (by === key) stage.working.delete(id);
  for (const [id, { by }] of stage.outbound) if (by === key) stage.outbound.delete(id);
  for (const [id, gate] of stage.gates) if (gate.by === key) stage.gates.delete(id);
  for (const [id, timer] of stage.timers) {
    if (timer.by !== key) continue;
    stage.timers.delete(id);
    stage.news.push({ news: 'timer-gone', timer: id });
  }
  for (const socket of stage.sockets.values()) if (socket.object === key) socket.stage = 'ended';
  stage.used.delete(key);
  stage.news.push({ news: 'object-lost', object: key });
  changed();
}

/**
 * Before an object is taken out of memory: a timer keeps it there, so its timers go first; its sockets hibernate.
 * Answers no, and changes nothing, where anything else goes on in it or waits for it.
 */
export function letGo(key: string): boolean {
  const busy = [...stage.working.values(), ...stage.outbound.values(), ...stage.gates.values()];
  if (busy.some(({ by }) => by === key)) return false;
  for (const { by, to } of stage.flights.values()) if (by === key || to === key) return false;
  for (const socket of stage.sockets.values())
    if (socket.object === key && socket.stays && socket.stage !== 'ended') return false;
  for (const [id, timer] of stage.timers) {
    if (timer.by !== key) continue;
    stage.timers.delete(id);
    timer.settle(false);
    stage.news.push({ news: 'timer-gone', timer: id });
  }
  stage.used.delete(key);
  return true;
}

/** Is this the call that a fault names? */
export function isCall(wanted: number, nth: number | undefined): boolean {
  return stage.loose ? nth !== undefined && nth >= wanted : nth === wanted;
}

/** Takes the first attached fault that `fits`, once. */
export function takeFault(
  context: Context | undefined,
  fits: (fault: AttachedFault['fault']) => boolean,
): AttachedFault | undefined {
  const index = context?.faults?.findIndex((attached) => fits(attached.fault)) ?? -1;
  if (!context?.faults || index < 0) return undefined;
  const [attached] = context.faults.splice(index, 1);
  if (attached) stage.news.push({ news: 'fault', entry: attached.entry, op: context.op, id: context.id });
  return attached;
}

/** Can it be waited for? */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  // The answer of a call that is not there yet is a function too.
  const mayBe = (typeof value === 'object' && value !== null) || typeof value === 'function';
  return mayBe && 'then' in value && typeof value.then === 'function';
}
