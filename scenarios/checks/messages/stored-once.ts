import { check } from '../check.ts';
import { Findings } from '../findings.ts';
import { isAcknowledged, messagesIn, pairsOf, param, said } from '../reading.ts';

/** However often it is sent, a message is stored once (TASK-10). */
export const storedOnce = check({
  id: 'stored-once',
  level: 'MUST',
  requirements: ['TASK-10'],
  sentence: 'No message is in the history of its session twice, or stored at two places.',
  start() {
    const found = new Findings();
    /** By session, then by id. */
    const places = new Map<string, Map<string, { seq: number; event: number; stored?: number }>>();
    const place = (sessionId: string, messageId: string, seq: number, event: number) => {
      const session = places.get(sessionId) ?? new Map<string, { seq: number; event: number; stored?: number }>();
      places.set(sessionId, session);
      const known = session.get(messageId) ?? { seq, event };
      session.set(messageId, known);
      if (known.seq !== seq) {
        found.breach(
          `Message ${messageId} of session ${sessionId} has seq ${known.seq} and seq ${seq}.`,
          known.event,
          event,
        );
      }
      return known;
    };
    return {
      on(event, exchange) {
        const inPage = new Set<string>();
        for (const { sessionId, messageId, seq } of messagesIn(event, exchange)) {
          found.judged += 1;
          place(sessionId, messageId, seq, event.index);
          if (inPage.has(messageId)) found.breach(`Session ${sessionId} has message ${messageId} twice.`, event.index);
          inPage.add(messageId);
        }
        const answer = said(event, exchange, 'appendMessages');
        if (!answer) return;
        const sessionId = param(answer.exchange, 'sessionId');
        for (const pair of pairsOf(answer).filter(isAcknowledged)) {
          const messageId = String(pair.message.messageId);
          found.judged += 1;
          const known = place(sessionId, messageId, Number(pair.result.seq), event.index);
          if (pair.result.status !== 'stored') continue;
          if (known.stored !== undefined) {
            found.breach(
              `Message ${messageId} of session ${sessionId} was answered stored twice.`,
              known.stored,
              event.index,
            );
          }
          known.stored ??= event.index;
        }
      },
      end({ histories }) {
        for (const [sessionId, { messages, events }] of histories) {
          const ids = new Set(messages.map(({ messageId }) => messageId));
          const twice = messages.length - ids.size;
          if (twice > 0 && events.length > 1) {
            found.breach(`Pages of the history of session ${sessionId} show ${twice} messages twice.`, ...events);
          }
        }
        return found;
      },
    };
  },
});
