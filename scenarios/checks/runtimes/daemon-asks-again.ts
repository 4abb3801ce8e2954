import { check, kindOf } from '../check.ts';
import { Findings } from '../findings.ts';
import { asked } from '../reading.ts';
import { claimKeyOf } from './offers.ts';

/** Milliseconds within which a claim whose answer was lost is sent again, with what timers of real time may be late. */
const atOnce = 2_000;

/** The last claim of a daemon, and whether it was answered. */
interface Asked {
  key: string | undefined;
  /** 0: answered. */
  failures: number;
  /** It got no answer at all. */
  isLost: boolean;
  event: number;
  time: number;
}

/** A claim whose answer was lost is not lost (RUN-7). */
export const daemonAsksAgain = check({
  id: 'daemon-asks-again',
  level: 'MUST',
  requirements: ['RUN-7'],
  sentence:
    'A daemon asks under one claim key until it is answered, at once where the answer was lost, and under a new one after that.',
  start() {
    const found = new Findings();
    const asks = new Map<string, Asked>();
    /** By actor: when its process ended last. What it had asked before is nobody's any more. */
    const ended = new Map<string, number>();
    return {
      on(event, exchange) {
        const { actor, index, time } = event;
        if (kindOf(actor) !== 'daemon') return;
        const isOver = event.kind === 'report' && ['crashed', 'stopped', 'refused'].includes(event.report);
        const isMoved = event.kind === 'verb' && event.verb === 'moveTo' && event.refused === undefined;
        if (isOver || isMoved) {
          ended.set(actor, index);
          asks.delete(actor);
        }
        if (exchange?.operation !== 'claimTask') return;
        const key = claimKeyOf(exchange);
        const last = asks.get(actor);
        if (asked(event, exchange, 'claimTask') && last) {
          found.judged += 1;
          const breach = (text: string) => found.breach(`${actor} ${text}`, last.event, index);
          if (last.failures === 0 && key === last.key) breach(`asked again under claim ${key}, which was answered.`);
          if (last.failures > 0 && key !== last.key)
            breach(`asked under claim ${key} instead of ${last.key}, which was not answered.`);
          if (last.failures === 1 && last.isLost && time - last.time > atOnce)
            breach(`asked again only ${time - last.time} ms after the answer to its claim was lost.`);
        }
        if (event.kind !== 'outcome' || exchange.sent.index < (ended.get(actor) ?? 0)) return;
        const before = last && last.key === key ? last.failures : 0;
        const failures = event.outcome === 'ok' ? 0 : before + 1;
        asks.set(actor, { key, failures, isLost: event.status === null, event: index, time });
      },
      end({ time: now }) {
        for (const [actor, { failures, isLost, event, time }] of asks) {
          if (now === undefined || failures !== 1 || !isLost || now - time <= atOnce) continue;
          found.judged += 1;
          found.breach(`${actor} never asked again after the answer to its claim was lost.`, event);
        }
        return found;
      },
    };
  },
});
