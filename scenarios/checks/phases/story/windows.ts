import type { Exchange } from '../../check.ts';
import { answersOf, isDefinite, type Said } from '../../reading.ts';

/** Within which events something happened: not before `from`, and before `to`. */
export interface Window {
  from: number;
  to: number;
}

/** Index of the event with which a request first reached the target; undefined: it never did. */
export function arrivalOf(exchange: Exchange): number | undefined {
  return exchange.arrived[0]?.index;
}

/** Within which events an answer was found. */
export function windowOf(answer: Said): Window {
  return { from: arrivalOf(answer.exchange) ?? answer.exchange.sent.index, to: answer.index };
}

/** May the request have done what it asks for? Not where every answer to it says that it certainly did not. */
export function mayHave(exchange: Exchange): boolean {
  const answers = answersOf(exchange);
  const isRefused = answers.length >= exchange.arrived.length && answers.every(isRefusal);
  return exchange.arrived.length > 0 && !isRefused;
}

const isRefusal = (answer: Said): boolean => answer.status >= 400 && isDefinite(answer);

/** The first answer that says it was done. */
export function doneIn(exchange: Exchange): Said | undefined {
  return answersOf(exchange).find(({ status }) => status < 300);
}

/** What was set by requests, as it may have been within a window: `first` until the first of them. */
export function settingAt<T>(
  requests: readonly { exchange: Exchange; value: T }[],
  first: T,
  { from, to }: Window,
): ReadonlySet<T> {
  const effects = requests.flatMap(({ exchange, value }) => {
    const begin = arrivalOf(exchange);
    if (begin === undefined || !mayHave(exchange)) return [];
    return { value, begin, end: doneIn(exchange)?.index ?? Number.POSITIVE_INFINITY };
  });
  const over = effects.filter(({ end }) => end < from);
  const latest = Math.max(-1, ...over.map(({ begin }) => begin));
  const possible = effects.filter(({ begin, end }) => begin < to && end >= latest).map(({ value }) => value);
  return new Set(over.length > 0 ? possible : [first, ...possible]);
}
