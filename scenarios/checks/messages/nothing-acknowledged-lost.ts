import { check } from '../check.ts';
import { Findings } from '../findings.ts';
import { type Fields, isAcknowledged, messagesIn, pairsOf, param, queryOf, said } from '../reading.ts';

interface Acknowledged {
  messageId: string;
  seq: number;
  message: Fields;
  event: number;
}

/** What was answered stored or duplicate is there ever after (TASK-8, TASK-17). */
export const nothingAcknowledgedLost = check({
  id: 'nothing-acknowledged-lost',
  level: 'MUST',
  requirements: ['TASK-8', 'TASK-17'],
  sentence: 'Every acknowledged message is in every later reading of its history, unchanged and at its place.',
  needs: { guarantee: 'ack', atLeast: 'message' },
  start() {
    const found = new Findings();
    /** By session, then by seq. */
    const known = new Map<string, Map<number, Acknowledged[]>>();
    const last = new Map<string, Acknowledged>();
    return {
      on(event, exchange) {
        const answer = said(event, exchange, 'appendMessages', 'listMessages');
        if (!answer) return;
        const sessionId = param(answer.exchange, 'sessionId');
        for (const pair of pairsOf(answer).filter(isAcknowledged)) {
          const seq = Number(pair.result.seq);
          const acknowledged = {
            messageId: String(pair.message.messageId),
            seq,
            message: pair.message,
            event: event.index,
          };
          const bySeq = known.get(sessionId) ?? new Map<number, Acknowledged[]>();
          bySeq.set(seq, [...(bySeq.get(seq) ?? []), acknowledged]);
          known.set(sessionId, bySeq);
          if (seq >= (last.get(sessionId)?.seq ?? 0)) last.set(sessionId, acknowledged);
        }
        if (answer.exchange.operation !== 'listMessages') return;
        const bySeq = known.get(sessionId);
        if (!bySeq) return;
        const lost = (one: Acknowledged, how: string) =>
          found.breach(
            `Message ${one.messageId} of session ${sessionId} was acknowledged, but ${how}.`,
            one.event,
            event.index,
          );
        if (answer.status === 404 && answer.exchange.actor === 'observer') {
          const one = last.get(sessionId);
          if (one) lost(one, 'the history cannot be read');
        }
        if (answer.status !== 200) return;
        const rows = messagesIn(event, exchange);
        const bySeqRead = new Map(rows.map((row) => [row.seq, row]));
        const after = Number(queryOf(answer.exchange).get('after') ?? 0);
        const isLast = answer.body.nextAfter === null;
        const end = isLast ? (last.get(sessionId)?.seq ?? 0) : (rows.at(-1)?.seq ?? after);
        for (const seq of seqsBetween(after, end, bySeq)) {
          for (const one of bySeq.get(seq) ?? []) {
            if (one.event > answer.exchange.sent.index) continue;
            found.judged += 1;
            const row = bySeqRead.get(seq);
            if (row?.messageId !== one.messageId) lost(one, `is not in the history read later, at seq ${seq}`);
            else if (row.content !== one.message.content || row.role !== one.message.role) {
              lost(one, 'the history read later has another content or role for it');
            }
          }
        }
      },
      end() {
        return found;
      },
    };
  },
});

/** Known places after `after` up to `end`, by the shorter way: a page of a long history is short, and gaps may be wide. */
function seqsBetween(after: number, end: number, bySeq: ReadonlyMap<number, unknown>): number[] {
  if (end - after > bySeq.size) return [...bySeq.keys()].filter((seq) => seq > after && seq <= end);
  return Array.from({ length: Math.max(0, end - after) }, (_, place) => after + 1 + place);
}
