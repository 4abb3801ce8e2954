import type { EventOf } from '../../../../contracts/trace/index.ts';
import { check, kindOf } from '../../../checks/check.ts';
import { Findings } from '../../../checks/findings.ts';
import { asked } from '../../../checks/reading.ts';
import { laneOf } from '../../../checks/told.ts';

/** So much longer than the one before is a delay that grows, whatever its jitter; and from where on it need not, in milliseconds. */
const [growth, cap] = [1.15, 30_000];
const operations = ['appendMessages', 'completeAgent'];

interface Failure {
  event: number;
  time: number;
  /** Retry-After was given: what follows is no delay of the client's own. */
  isTold: boolean;
}

/** Whoever is in trouble is left more and more in peace (TASK-11). */
export const backsOff = check({
  id: 'client-backs-off',
  level: 'MUST',
  requirements: ['TASK-11'],
  sentence: 'From one failure to the next a VM agent waits longer, by its own measure of time.',
  start() {
    const found = new Findings();
    const failures = new Map<string, Failure>();
    const delays = new Map<string, { ms: number; event: number }>();
    return {
      on(event, exchange) {
        if (kindOf(event.actor) !== 'vm-agent' || !exchange || !operations.includes(exchange.operation)) return;
        const lane = `${laneOf(exchange)}${exchange.operation}`;
        const failure = failures.get(lane);
        if (asked(event, exchange, ...operations) && failure) {
          failures.delete(lane);
          const ms = event.time - failure.time;
          const before = delays.get(lane);
          if (failure.isTold) delays.delete(lane);
          else delays.set(lane, { ms, event: event.index });
          if (failure.isTold || !before || before.ms >= cap) return;
          found.judged += 1;
          if (ms >= before.ms * growth) return;
          const text = `${event.actor} sent ${exchange.operation} again after ${ms} ms, the time before after ${before.ms} ms.`;
          found.breach(text, before.event, failure.event, event.index);
        }
        if (event.kind !== 'outcome') return;
        if (mayRetry(event)) {
          const isTold = exchange.received?.message.headers['retry-after'] !== undefined;
          failures.set(lane, { event: event.index, time: event.time, isTold });
        } else delays.delete(lane);
      },
      end: () => found,
    };
  },
});

function mayRetry({ status }: EventOf<'outcome'>): boolean {
  return status === null || status === 408 || status === 429 || status >= 500;
}
