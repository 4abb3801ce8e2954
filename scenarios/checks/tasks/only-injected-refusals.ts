import { insideKinds } from '../../../contracts/trace/index.ts';
import { check } from '../check.ts';
import { Findings } from '../findings.ts';
import { said, text } from '../reading.ts';

/** Faults that break one call of one request, and nothing beside it. */
const ofOneCall = new Set(['object-unavailable', 'object-overloaded', 'database-failed']);

/** Under load nothing is refused but what was made to be (TASK-16). */
export const onlyInjectedRefusals = check({
  id: 'only-injected-refusals',
  level: 'MUST',
  requirements: ['TASK-16'],
  sentence:
    'A submit fails for lack of capacity or of a store only where a fault was injected into it, and then says that it may be retried.',
  start() {
    const found = new Findings();
    const own = new Set<number>();
    /** Faults that may reach other requests than the one they were made for. */
    let wide: { index: number; time: number } | undefined;
    return {
      on(event, exchange) {
        if (event.kind === 'fault' && insideKinds.has(event.fault)) {
          if (event.op !== undefined) own.add(event.op);
          if (event.op === undefined || !ofOneCall.has(event.fault)) wide = event;
        }
        const answer = said(event, exchange, 'submitTask');
        if (!answer) return;
        found.judged += 1;
        if (answer.status < 500 && answer.status !== 429) return;
        const { exchange: submit } = answer;
        const code = text(answer.body.code) ?? 'no code';
        const isInjected = own.has(submit.op) || (wide !== undefined && wide.time >= submit.sent.time);
        if (!isInjected) {
          found.breach(
            `A submit was answered ${answer.status} ${code}, but nothing was broken for it.`,
            submit.sent.index,
            event.index,
          );
        } else if (answer.body.retryable !== true) {
          found.breach(
            `A submit that was refused by a fault is answered ${answer.status} ${code}, not as retryable.`,
            submit.sent.index,
            event.index,
          );
        }
      },
      end() {
        return found;
      },
    };
  },
});
