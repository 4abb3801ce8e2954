import { check, kindOf } from '../check.ts';
import { Findings } from '../findings.ts';

/** Milliseconds from one sign of life to the next, and by which a timer of real time may be late. */
const [interval, slack] = [15_000, 2_000];

interface Sign {
  event: number;
  time: number;
}

/** Who is silent is taken for dead, and loses what it runs (RUN-8). */
export const daemonBeats = check({
  id: 'daemon-beats',
  level: 'MUST',
  requirements: ['RUN-8'],
  sentence: 'A daemon that is registered says every 15 seconds that it lives, also while it runs a task.',
  start() {
    const found = new Findings();
    /** By actor that is up: its last sign of life. */
    const last = new Map<string, Sign>();
    const judge = (actor: string, now: number, ...events: number[]) => {
      const sign = last.get(actor);
      if (!sign) return;
      const silence = now - sign.time;
      if (silence > interval - slack) found.judged += 1;
      if (silence <= interval + slack) return;
      found.breach(`${actor} gave no sign of life for ${silence} ms instead of ${interval} ms.`, sign.event, ...events);
    };
    return {
      on(event, exchange) {
        const { actor, index, time } = event;
        if (kindOf(actor) !== 'daemon') return;
        const isMoved = event.kind === 'verb' && event.verb === 'moveTo' && event.refused === undefined;
        const isOver = event.kind === 'report' && ['crashed', 'stopped', 'refused'].includes(event.report);
        if (isMoved || isOver) {
          judge(actor, time, index);
          last.delete(actor);
        }
        if (!exchange) return;
        const isAnswer = event.kind === 'deliver' && event.message.type === 'response' && event.message.status === 200;
        if (isAnswer && exchange.operation === 'registerRuntime') last.set(actor, { event: index, time });
        if (exchange.sent !== event || exchange.operation !== 'heartbeat' || !last.has(actor)) return;
        judge(actor, time, index);
        last.set(actor, { event: index, time });
      },
      end({ time: now }) {
        if (now !== undefined) for (const actor of last.keys()) judge(actor, now);
        return found;
      },
    };
  },
});
