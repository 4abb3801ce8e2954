import type { EventOf } from '../../../contracts/trace/index.ts';
import { check, kindOf } from '../check.ts';
import { Findings } from '../findings.ts';
import { asked, comparable, fields, param } from '../reading.ts';

/** Milliseconds before each retry of what is said of a run; then it is given up. */
const delays = [4_000, 8_000, 16_000, 32_000, 64_000];
/** Milliseconds by which a timer of real time may be late, and early by the clock of who writes it down. */
const [slack, early] = [2_000, 10];
const words = ['startAgentTask', 'pinSession', 'appendTaskMessages', 'completeTask', 'failTask'];

interface Failure {
  actor: string;
  operation: string;
  taskId: string;
  body: string | undefined;
  /** How often it was sent. */
  tries: number;
  event: number;
  time: number;
}

/** What a daemon says of a run is not lost by a lost answer, and not said again in vain (RUN-4, RUN-8). */
export const daemonRetries = check({
  id: 'daemon-retries',
  level: 'MUST',
  requirements: ['RUN-4', 'RUN-8'],
  sentence:
    'A daemon says of a run again what may succeed later, byte for byte, after 4, 8, 16, 32 and 64 seconds, and never what was refused for good.',
  start() {
    const found = new Findings();
    const failures = new Map<string, Failure>();
    const refused = new Map<string, number>();
    /** By actor: when its process ended last. What it had asked before is nobody's any more. */
    const ended = new Map<string, number>();
    const forget = (actor: string, index: number) => {
      ended.set(actor, index);
      for (const [key, failure] of failures) if (failure.actor === actor) failures.delete(key);
    };
    return {
      on(event, exchange) {
        const { actor } = event;
        if (kindOf(actor) !== 'daemon') return;
        if (event.kind === 'verb' && event.verb === 'moveTo' && event.refused === undefined) forget(actor, event.index);
        if (event.kind === 'report' && (event.report === 'crashed' || event.report === 'stopped'))
          forget(actor, event.index);
        if (event.kind === 'report' && event.report === 'given-up') {
          const { operation, taskId } = fields(event.detail);
          const key = JSON.stringify([actor, taskId, operation]);
          const failure = failures.get(key);
          failures.delete(key);
          if (failure && failure.tries <= delays.length) {
            const message = `${actor} gave up ${operation} of task ${taskId} after ${failure.tries} of ${delays.length + 1} tries.`;
            found.breach(message, failure.event, event.index);
          }
        }
        if (!exchange) return;
        const key = JSON.stringify([actor, param(exchange, 'taskId'), exchange.operation]);
        const body = comparable(exchange.sent.message.body);
        if (asked(event, exchange, ...words)) {
          const last = failures.get(key);
          const before = refused.get(`${key}${body}`);
          if (last) judgeRetry(last, body, event as EventOf<'send'>, found);
          else if (before !== undefined) {
            const message = `${actor} sent ${exchange.operation} again, which had been refused for good.`;
            found.breach(message, before, event.index);
          }
        }
        if (event.kind !== 'outcome' || !words.includes(exchange.operation)) return;
        if (exchange.sent.index < (ended.get(actor) ?? 0)) return;
        const { operation, status, index, time } = event;
        if (status === null || status >= 500 || status === 408 || status === 429) {
          const tries = (failures.get(key)?.tries ?? 0) + 1;
          failures.set(key, { actor, operation, taskId: param(exchange, 'taskId'), body, tries, event: index, time });
        } else {
          failures.delete(key);
          if (status >= 400) refused.set(`${key}${body}`, index);
          if (status >= 400) found.judged += 1;
        }
      },
      end({ time: now }) {
        for (const { actor, operation, taskId, tries, event, time } of failures.values()) {
          const delay = delays[tries - 1];
          if (now === undefined || delay === undefined || now - time <= delay + slack) continue;
          found.judged += 1;
          found.breach(
            `${actor} never sent ${operation} of task ${taskId} again, though it may have succeeded.`,
            event,
          );
        }
        return found;
      },
    };
  },
});

function judgeRetry(last: Failure, body: string | undefined, again: EventOf<'send'>, found: Findings): void {
  found.judged += 1;
  const { actor, operation, taskId, tries } = last;
  const due = delays[tries - 1];
  const delay = again.time - last.time;
  const breach = (text: string) => found.breach(`${actor} ${text}`, last.event, again.index);
  if (body !== last.body) breach(`said something else when it sent ${operation} of task ${taskId} again.`);
  if (due === undefined) breach(`sent ${operation} of task ${taskId} for the ${tries + 1}th time.`);
  else if (delay < due - early || delay > due + slack)
    breach(`sent ${operation} of task ${taskId} again after ${delay} ms instead of ${due} ms.`);
}
