import { expect, it } from 'vitest';
import type { HistoryEvent } from '../../contracts/trace/index.ts';
import type { Exchange } from './check.ts';
import { Pace } from './pace.ts';

function paceOf(actor: string, took: number): string {
  const received = { index: 1, time: 100 + took } as HistoryEvent;
  const exchange = { actor, sent: { index: 0, time: 100 }, received } as unknown as Exchange;
  const pace = new Pace();
  pace.on(received, exchange);
  return pace.time;
}

it.each([
  ['harness', 0, 'virtual'],
  ['harness', 3, 'real'],
  ['frontend', 2000, 'virtual'],
])('a request of %s that takes %i ms is of %s time', (actor, took, time) => {
  expect(paceOf(actor, took)).toBe(time);
});
