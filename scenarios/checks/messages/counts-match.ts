import { check } from '../check.ts';
import { Findings } from '../findings.ts';
import { arrived, batchOf, isAcknowledged, pairsOf, param, said, sessionsIn, text } from '../reading.ts';

/** Distinct ids in the order of the events that showed them first. */
class Seen {
  readonly #ids = new Set<string>();
  /** Ascending. */
  readonly #events: number[] = [];

  add(id: string, event: number): void {
    if (this.#ids.has(id)) return;
    this.#ids.add(id);
    this.#events.push(event);
  }

  /** How many were seen before an event. */
  before(event: number): number {
    let [low, high] = [0, this.#events.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#events[middle] ?? 0) < event) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** `messageCount` is exact (TASK-10, TASK-15). */
export const countsMatch = check({
  id: 'counts-match',
  level: 'MUST',
  requirements: ['TASK-10', 'TASK-15'],
  sentence: 'The message count of a session is the number of its stored messages, whenever it is read.',
  start() {
    const found = new Findings();
    const acknowledged = new Map<string, Seen>();
    const sent = new Map<string, Seen>();
    const seen = (map: Map<string, Seen>, sessionId: string): Seen => {
      const known = map.get(sessionId) ?? new Seen();
      map.set(sessionId, known);
      return known;
    };
    return {
      on(event, exchange) {
        const batch = arrived(event, exchange, 'appendMessages');
        if (batch) {
          for (const { messageId } of batchOf(batch)) {
            if (text(messageId) !== undefined)
              seen(sent, param(batch, 'sessionId')).add(String(messageId), event.index);
          }
        }
        const answer = said(event, exchange, 'appendMessages', 'submitTask');
        if (answer?.exchange.operation === 'submitTask' && answer.status === 201) {
          const { sessionId, messageId } = answer.body;
          seen(acknowledged, String(sessionId)).add(String(messageId), event.index);
        } else if (answer) {
          const of = seen(acknowledged, param(answer.exchange, 'sessionId'));
          for (const { message } of pairsOf(answer).filter(isAcknowledged))
            of.add(String(message.messageId), event.index);
        }
        for (const { sessionId, messageCount } of sessionsIn(event, exchange)) {
          found.judged += 1;
          // An event of the feed may be shown again long after: only an answer is as new as its request.
          const isFrame = event.kind === 'send' && event.message.type === 'frame';
          const must = isFrame ? 0 : (acknowledged.get(sessionId)?.before(exchange?.sent.index ?? 0) ?? 0);
          // One more for the prompt, which comes with the submit.
          const can = (sent.get(sessionId)?.before(event.index) ?? 0) + 1;
          if (messageCount >= must && messageCount <= can) continue;
          const limits = messageCount < must ? `at least ${must} were stored` : `at most ${can} can be stored`;
          found.breach(
            `Session ${sessionId} counts ${messageCount} messages, but ${limits}.`,
            exchange?.sent.index,
            event.index,
          );
        }
      },
      end({ sessions, histories }) {
        for (const [sessionId, { value, event }] of sessions) {
          const history = histories.get(sessionId);
          if (!history?.complete) continue;
          found.judged += 1;
          if (value.messageCount === history.messages.length) continue;
          const message = `Session ${sessionId} counts ${value.messageCount} messages, but its history has ${history.messages.length}.`;
          found.breach(message, event, ...history.events);
        }
        return found;
      },
    };
  },
});
