import type { Exchange } from '../check.ts';
import { answersOf, isDefinite } from '../reading.ts';

/** Within which events something happened: after `from` and before `to`, which is infinite where that was never seen. */
export interface Window {
  from: number;
  to: number;
}

/** Something that changed the store, or may have. */
export interface Change extends Window {
  /** It surely happened. */
  certain: boolean;
  /** The events that show it. */
  events: number[];
}

export const never = Number.POSITIVE_INFINITY;

/** Was the first over before the other began? Otherwise they may have happened in either order. */
export function isBefore(first: Window, then: Window): boolean {
  return first.to < then.from;
}

/** What a request changed, as far as its answers say; undefined where it certainly changed nothing. */
export function changeOf(exchange: Exchange): Change | undefined {
  const [arrived] = exchange.arrived;
  if (!arrived) return undefined;
  const answers = answersOf(exchange);
  const done = answers.find(({ status }) => status < 300);
  const events = [exchange.sent.index, ...(done ? [done.index] : [])];
  if (done) return { from: arrived.index, to: done.index, certain: true, events };
  const isRefused = answers.length >= exchange.arrived.length && answers.every(isDefinite);
  return isRefused ? undefined : { from: arrived.index, to: never, certain: false, events };
}

/** Who may have written last when something was read or done, and whether it is possible that nobody had. */
export function lastBefore<T extends Change>(writers: readonly T[], at: Window): { possible: T[]; none: boolean } {
  const sure = writers.filter((writer) => writer.certain && isBefore(writer, at));
  const latest = Math.max(-1, ...sure.map(({ from }) => from));
  const possible = writers.filter((writer) => writer.from < at.to && writer.to >= latest);
  return { possible, none: sure.length === 0 };
}
