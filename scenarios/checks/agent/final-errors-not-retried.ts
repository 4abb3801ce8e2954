import { check, kindOf } from '../check.ts';
import { Findings } from '../findings.ts';
import { asked, comparable, fields, param, text } from '../reading.ts';
import { laneOf } from '../told.ts';

const retryable = new Set([408, 429]);
const needsToken = new Set([401, 403]);

/** What cannot succeed is not sent again (TASK-11). */
export const finalErrorsNotRetried = check({
  id: 'final-errors-not-retried',
  level: 'MUST',
  requirements: ['TASK-11'],
  sentence: 'A VM agent never sends again what was refused for good, and nothing at all with a token that was refused.',
  start() {
    const found = new Findings();
    /** By actor: what was refused for good, by reporter and body, and reporters without a token. */
    const finals = new Map<string, Map<string, number>>();
    const unauthorized = new Map<string, Map<string, number>>();
    const of = (map: Map<string, Map<string, number>>, actor: string) => {
      const known = map.get(actor) ?? new Map<string, number>();
      map.set(actor, known);
      return known;
    };
    return {
      on(event, exchange) {
        if (kindOf(event.actor) !== 'vm-agent') return;
        if (event.kind === 'verb') {
          // Told to report an id again, or in a new life, it may send what it sent before.
          const again = event.verb === 'report' && text(fields(event.args).messageId) !== undefined;
          if (again || event.verb === 'restart') finals.delete(event.actor);
          if (event.verb === 'renewToken' || event.verb === 'restart') unauthorized.delete(event.actor);
        }
        if (exchange?.operation !== 'appendMessages') return;
        const lane = laneOf(exchange);
        const request = `${lane}${comparable(exchange.sent.message.body)}`;
        if (asked(event, exchange, 'appendMessages')) {
          const sessionId = param(exchange, 'sessionId');
          const refusal = of(finals, event.actor).get(request);
          if (refusal !== undefined) {
            found.breach(
              `${event.actor} sent a batch to session ${sessionId} again that had been refused for good.`,
              refusal,
              event.index,
            );
          }
          const barred = of(unauthorized, event.actor).get(lane);
          if (barred === undefined) return;
          found.breach(
            `${event.actor} sent to session ${sessionId} with a token that had been refused.`,
            barred,
            event.index,
          );
        } else if (exchange.received === event) {
          const { status } = exchange.received.message;
          if (status < 400 || status >= 500 || retryable.has(status)) return;
          found.judged += 1;
          if (needsToken.has(status)) of(unauthorized, event.actor).set(lane, event.index);
          else of(finals, event.actor).set(request, event.index);
        }
      },
      end() {
        return found;
      },
    };
  },
});
