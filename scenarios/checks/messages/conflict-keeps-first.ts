import type { HistoryEvent } from '../../../contracts/trace/index.ts';
import { check, type Exchange } from '../check.ts';
import { Findings } from '../findings.ts';
import { type Fields, messagesIn, pairsOf, param, said, text } from '../reading.ts';

interface Content {
  role: unknown;
  content: unknown;
  event: number;
}
interface Kept {
  /** As the target showed it, or was first answered stored. */
  stored?: Content;
  duplicates: Content[];
  conflicts: Content[];
}

/** An id stands for one content, the first (TASK-9). */
export const conflictKeepsFirst = check({
  id: 'conflict-keeps-first',
  level: 'MUST',
  requirements: ['TASK-9'],
  sentence:
    'A message id keeps its first role and content: the same again is a duplicate, other content is a conflict.',
  needs: { guarantee: 'ack', atLeast: 'message' },
  start() {
    const found = new Findings();
    const kept = new Map<string, Map<string, Kept>>();
    const of = (sessionId: string, messageId: string): Kept => {
      const session = kept.get(sessionId) ?? new Map<string, Kept>();
      kept.set(sessionId, session);
      const one = session.get(messageId) ?? { duplicates: [], conflicts: [] };
      session.set(messageId, one);
      return one;
    };
    const stored = (sessionId: string, messageId: string, { role, content }: Fields, event: number) => {
      const one = of(sessionId, messageId);
      one.stored ??= { role, content, event };
      if (one.stored.role === role && one.stored.content === content) return;
      const message = `Message ${messageId} of session ${sessionId} has two contents or roles; the first must be kept.`;
      found.breach(message, one.stored.event, event);
    };
    return {
      on(event: HistoryEvent, exchange: Exchange | undefined) {
        for (const { messageId, role, content, sessionId } of messagesIn(event, exchange)) {
          stored(sessionId, messageId, { role, content }, event.index);
        }
        const answer = said(event, exchange, 'appendMessages');
        if (!answer) return;
        const sessionId = param(answer.exchange, 'sessionId');
        for (const { message, result } of pairsOf(answer)) {
          const messageId = text(message.messageId);
          if (messageId === undefined || result.messageId !== messageId) continue;
          const said = { role: message.role, content: message.content, event: event.index };
          if (result.status === 'stored') stored(sessionId, messageId, message, event.index);
          else if (result.status === 'duplicate') of(sessionId, messageId).duplicates.push(said);
          else if (result.code === 'message_conflict') of(sessionId, messageId).conflicts.push(said);
        }
      },
      end() {
        for (const [sessionId, messages] of kept) {
          for (const [messageId, { stored, duplicates, conflicts }] of messages) {
            if (!stored) continue;
            const isSame = ({ role, content }: Content) => role === stored.role && content === stored.content;
            const name = `Message ${messageId} of session ${sessionId}`;
            found.judged += duplicates.length + conflicts.length;
            for (const other of duplicates.filter((one) => !isSame(one))) {
              found.breach(
                `${name} was sent with other content and called a duplicate, not a conflict.`,
                stored.event,
                other.event,
              );
            }
            for (const same of conflicts.filter(isSame)) {
              found.breach(`${name} was sent again unchanged and rejected as a conflict.`, stored.event, same.event);
            }
          }
        }
        return found;
      },
    };
  },
});
