import type { EventOf } from '../../../contracts/trace/index.ts';
import { check, type Exchange, kindOf } from '../check.ts';
import { Findings } from '../findings.ts';
import { asked, batchOf, fields, param } from '../reading.ts';
import { laneOf } from '../told.ts';

/** Milliseconds: the shortest delay, the delay from which they need not grow, and the longest with its jitter. */
const [shortest, cap, longest] = [1_000, 30_000, 45_000];
/** Milliseconds by which a timer of real time may be late. */
const slack = 2_000;
/** So many pauses of whole seconds are no chance: jitter hits one in five hundred. */
const pattern = 3;

interface Failure {
  actor: string;
  sessionId: string;
  event: number;
  time: number;
  ids: unknown[];
  /** Milliseconds that Retry-After asks for. */
  wait: number;
  /** Delay before this attempt, where that was a retry with nothing else in between. */
  delay?: number;
}

/** What may succeed later is tried again, less and less often (TASK-11). */
export const retryableRetried = check({
  id: 'retryable-retried',
  level: 'MUST',
  requirements: ['TASK-11'],
  sentence:
    'A VM agent sends again, under the same ids, what may succeed later: after growing delays, and not before Retry-After.',
  start() {
    const found = new Findings();
    const failures = new Map<string, Failure>();
    /** Delay before the attempt that is under way. */
    const delays = new Map<string, number>();
    /** All that no Retry-After asked for. */
    const pauses: { delay: number; events: number[] }[] = [];
    const forget = (actor: string) => {
      for (const [lane, failure] of failures) if (failure.actor === actor) failures.delete(lane);
      for (const lane of delays.keys()) if (lane.startsWith(`["${actor}"`)) delays.delete(lane);
    };
    const retried = (lane: string, failure: Failure, again: Exchange) => {
      const { sent } = again;
      const delay = sent.time - failure.time;
      const breach = (message: string) => found.breach(`${again.actor} ${message}`, failure.event, sent.index);
      failures.delete(lane);
      found.judged += 1;
      const first = batchOf(again)[0]?.messageId;
      if (first !== failure.ids[0]) breach(`went on with message ${first} instead of sending ${failure.ids[0]} again.`);
      if (delay < failure.wait)
        breach(`tried again after ${delay} ms, though Retry-After asked for ${failure.wait} ms.`);
      else if (delay > Math.max(longest, failure.wait) + slack) breach(`tried again only after ${delay} ms.`);
      else if (delay < shortest) breach(`tried again after ${delay} ms instead of at least ${shortest} ms.`);
      const grows = failure.delay === undefined || failure.delay >= cap || delay > failure.delay;
      if (!grows) breach(`tried again after ${delay} ms, which is no longer than the ${failure.delay} ms before.`);
      if (failure.wait === 0) pauses.push({ delay, events: [failure.event, sent.index] });
      if (failure.wait === 0) delays.set(lane, delay);
      else delays.delete(lane);
    };
    return {
      on(event, exchange) {
        if (kindOf(event.actor) !== 'vm-agent') return;
        if (event.kind === 'verb' && (event.verb === 'restart' || event.verb === 'renewToken')) forget(event.actor);
        if (event.kind === 'report' && ['unauthorized', 'session-stopped', 'final'].includes(event.report)) {
          const { sessionId } = fields(event.detail);
          for (const [lane, one] of failures)
            if (one.actor === event.actor && one.sessionId === sessionId) failures.delete(lane);
        }
        if (!exchange) return;
        const lane = laneOf(exchange);
        if (event.kind === 'outcome' && exchange.operation === 'completeAgent') delays.delete(lane);
        const again = asked(event, exchange, 'appendMessages');
        const failure = failures.get(lane);
        if (again && failure) retried(lane, failure, again);
        if (event.kind !== 'outcome' || exchange.operation !== 'appendMessages') return;
        if (mayRetry(event)) failures.set(lane, failureOf(event, exchange, delays.get(lane)));
        else delays.delete(lane);
      },
      end({ time }) {
        const whole = pauses.filter(({ delay }) => delay % 1_000 === 0);
        if (whole.length >= pattern && whole.length === pauses.length) {
          const text = `VM agents tried again after ${whole.map(({ delay }) => delay).join(', ')} ms: there is no jitter.`;
          found.breach(text, ...whole.flatMap(({ events }) => events));
        }
        for (const failure of failures.values()) {
          if (time === undefined || time - failure.time <= Math.max(longest, failure.wait)) continue;
          found.judged += 1;
          const text = `${failure.actor} never sent message ${failure.ids[0]} of session ${failure.sessionId} again, though that might have succeeded.`;
          found.breach(text, failure.event);
        }
        return found;
      },
    };
  },
});

function mayRetry({ status }: EventOf<'outcome'>): boolean {
  return status === null || status === 408 || status === 429 || status >= 500;
}

function failureOf({ actor, index, time }: EventOf<'outcome'>, exchange: Exchange, delay: number | undefined): Failure {
  const seconds = exchange.received?.message.headers['retry-after'] ?? '';
  return {
    actor,
    sessionId: param(exchange, 'sessionId'),
    event: index,
    time,
    ids: batchOf(exchange).map(({ messageId }) => messageId),
    wait: /^\d+$/.test(seconds) ? Number(seconds) * 1_000 : 0,
    delay,
  };
}
