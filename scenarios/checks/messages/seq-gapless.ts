import { check } from '../check.ts';
import { Findings } from '../findings.ts';
import { isAcknowledged, messagesIn, pairsOf, param, queryOf, said } from '../reading.ts';

/** `seq` counts 1, 2, 3, … (TASK-10). */
export const seqGapless = check({
  id: 'seq-gapless',
  level: 'MUST',
  requirements: ['TASK-10'],
  sentence: 'The messages of a session are numbered 1, 2, 3 and so on, without a gap and without two at one place.',
  needs: { guarantee: 'seq', atLeast: 'gapless' },
  start() {
    const found = new Findings();
    /** By session, then by seq. */
    const places = new Map<string, Map<number, { messageId: string; event: number }>>();
    const place = (sessionId: string, messageId: string, seq: number, event: number) => {
      const session = places.get(sessionId) ?? new Map<number, { messageId: string; event: number }>();
      places.set(sessionId, session);
      const known = session.get(seq) ?? { messageId, event };
      session.set(seq, known);
      if (known.messageId === messageId) return;
      found.breach(
        `Session ${sessionId} has ${known.messageId} and ${messageId} both at seq ${seq}.`,
        known.event,
        event,
      );
    };
    return {
      on(event, exchange) {
        for (const { sessionId, messageId, seq } of messagesIn(event, exchange))
          place(sessionId, messageId, seq, event.index);
        const answer = said(event, exchange, 'appendMessages', 'listMessages');
        if (!answer) return;
        const sessionId = param(answer.exchange, 'sessionId');
        for (const { result } of pairsOf(answer).filter(isAcknowledged)) {
          place(sessionId, String(result.messageId), Number(result.seq), event.index);
        }
        if (answer.exchange.operation !== 'listMessages' || answer.status !== 200) return;
        let expected = Number(queryOf(answer.exchange).get('after') ?? 0);
        for (const { seq } of messagesIn(event, exchange)) {
          expected += 1;
          found.judged += 1;
          if (seq === expected) continue;
          found.breach(
            `The history of session ${sessionId} goes on with seq ${seq} where ${expected} comes next.`,
            event.index,
          );
          return;
        }
      },
      end() {
        return found;
      },
    };
  },
});
