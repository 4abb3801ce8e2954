/** What every call that crosses a store or leaves the isolate goes through: schedule point, faults, counting. */

import { rehearsed } from './logs.ts';
import {
  type Context,
  changed,
  contextOf,
  here,
  isCall,
  loseObject,
  number,
  ownerOf,
  stage,
  takeFault,
} from './state.ts';
import { hold } from './time.ts';

export type CallKind = 'object' | 'database' | 'outbound';

/** Objects alive in this isolate, to be reset on demand. */
export const objects = new Map<string, (reason: string) => void>();

/** How each of them takes a frame of a socket that it has accepted itself: with the faults that are due. */
export const takers = new Map<string, (message: string | ArrayBuffer, work: () => unknown) => Promise<void>>();

/** Waits at a schedule point until the harness opens it; at once where nobody asked for points. */
export async function schedulePoint(context: Context | undefined, call: string): Promise<void> {
  if (!context?.gated) return;
  context.points += 1;
  // The first call follows the arrival at once: their order was decided there.
  if (context.points === 2) return;
  const gate = number();
  const opened = new Promise<void>((open) => {
    stage.gates.set(gate, { ...here(), open, opening: false });
  });
  stage.news.push({ news: 'gate', gate, call, op: context.op, id: context.id, nth: context.points });
  changed();
  await hold(opened);
  stage.gates.delete(gate);
}

/** Never goes on: the object or the process that waits here is about to be gone. */
function end(): Promise<never> {
  return hold(new Promise<never>(() => {}));
}

/** Resets an object: its memory and sockets are gone, what it has not committed is rolled back, callers get an error. */
export function crash(key: string): void {
  const abort = objects.get(key);
  if (!abort) return;
  objects.delete(key);
  loseObject(key);
  abort(rehearsed('reset by the rehearsal'));
}

async function crashHere(kind: CallKind, nth: number, when: 'before' | 'after'): Promise<void> {
  const context = contextOf.getStore();
  const taken = takeFault(
    context,
    (fault) =>
      (fault.kind === 'object-crashed' || fault.kind === 'process-killed') &&
      fault.on === kind &&
      isCall(fault.call, nth) &&
      fault.when === when,
  );
  if (!taken) return;
  if (taken.fault.kind === 'process-killed') {
    stage.news.push({ news: 'kill', entry: taken.entry, op: context?.op ?? null, id: context?.id ?? 0 });
    await end();
  }
  const key = ownerOf.getStore();
  if (key) crash(key);
  else throw rehearsed(new Error('The handler was ended.'));
}

/**
 * Makes one call of `kind`, with whatever the plan has for it. `run` gets the number of its flight, and which call of its
 * kind it is: others may have begun beside it.
 */
export async function call<T>(
  kind: CallKind,
  name: string,
  run: (flight: number, nth: number) => Promise<T>,
): Promise<T> {
  const context = contextOf.getStore();
  const nth = context ? ++context.calls[kind] : 0;
  await schedulePoint(context, name);
  await crashHere(kind, nth, 'before');
  const flight = number();
  stage.flights.set(flight, { state: 'sent', by: ownerOf.getStore() ?? null, nth });
  try {
    return await run(flight, nth);
  } finally {
    stage.flights.delete(flight);
    changed();
    await crashHere(kind, nth, 'after');
  }
}

/** Native calls that go on by themselves until they are done (storage that is not synchronous). */
export function native<T>(run: () => Promise<T>): Promise<T> {
  return inFlight({}, run);
}

/** Reads of bodies: they go on by themselves, unless what they read waits for something. */
export function reading<T>(run: () => Promise<T>): Promise<T> {
  return inFlight({ reads: true }, run);
}

async function inFlight<T>(about: { reads?: true }, run: () => Promise<T>): Promise<T> {
  const flight = number();
  stage.flights.set(flight, { state: 'sent', by: ownerOf.getStore() ?? null, ...about });
  try {
    return await run();
  } finally {
    stage.flights.delete(flight);
    changed();
  }
}
