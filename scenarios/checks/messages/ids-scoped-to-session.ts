import { check } from '../check.ts';
import { Findings } from '../findings.ts';
import { arrived, asked, batchOf, fields, messagesIn, pairsOf, param, said, text } from '../reading.ts';

interface Suspect {
  sessionId: string;
  messageId: string;
  status: string;
  event: number;
  elsewhere: number;
}

/** The same id in two sessions names two messages (TASK-9). */
export const idsScopedToSession = check({
  id: 'ids-scoped-to-session',
  level: 'MUST',
  requirements: ['TASK-9'],
  sentence: 'A message id that is new to its session is stored, whatever other sessions use it for.',
  needs: { guarantee: 'ack', atLeast: 'message' },
  start() {
    const found = new Findings();
    /** By id: how often it came to each session, and the event that showed it there first. */
    const arrivals = new Map<string, Map<string, { times: number; event: number }>>();
    /** Ids that a session has by another way, or turned out to have stored. */
    const owned = new Set<string>();
    const suspects: Suspect[] = [];
    const own = (sessionId: unknown, messageId: unknown) => owned.add(`${sessionId}/${messageId}`);
    return {
      on(event, exchange) {
        const submit = said(event, exchange, 'submitTask');
        if (submit?.status === 201) own(submit.body.sessionId, submit.body.messageId);
        const order = fields(asked(event, exchange, 'createWorkspace')?.sent.message.body);
        if (order.prompt) own(order.sessionId, fields(order.prompt).messageId);
        for (const { sessionId, messageId } of messagesIn(event, exchange)) own(sessionId, messageId);
        const batch = arrived(event, exchange, 'appendMessages');
        if (batch) {
          for (const { messageId } of batchOf(batch)) {
            const id = text(messageId) ?? '';
            const sessions = arrivals.get(id) ?? new Map<string, { times: number; event: number }>();
            const before = sessions.get(param(batch, 'sessionId'));
            sessions.set(param(batch, 'sessionId'), {
              times: (before?.times ?? 0) + 1,
              event: before?.event ?? event.index,
            });
            arrivals.set(id, sessions);
          }
        }
        const answer = said(event, exchange, 'appendMessages');
        if (!answer) return;
        const sessionId = param(answer.exchange, 'sessionId');
        for (const { result } of pairsOf(answer)) {
          const messageId = text(result.messageId) ?? '';
          const sessions = arrivals.get(messageId);
          if (sessions?.get(sessionId)?.times !== 1 || sessions.size < 2) continue;
          found.judged += 1;
          const status = result.status === 'rejected' ? result.code : result.status;
          if (status !== 'duplicate' && status !== 'message_conflict') continue;
          const elsewhere = Math.min(...[...sessions].filter(([id]) => id !== sessionId).map(([, { event }]) => event));
          suspects.push({ sessionId, messageId, status, event: event.index, elsewhere });
        }
      },
      end() {
        for (const { sessionId, messageId, status, event, elsewhere } of suspects) {
          if (owned.has(`${sessionId}/${messageId}`)) continue;
          const message = `Message ${messageId} is new to session ${sessionId}, but was called ${status} because another session has its id.`;
          found.breach(message, elsewhere, event);
        }
        return found;
      },
    };
  },
});
