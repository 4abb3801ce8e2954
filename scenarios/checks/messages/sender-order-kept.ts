import { check, kindOf } from '../check.ts';
import { Findings } from '../findings.ts';
import { asked, batchOf, messagesIn, pairsOf, param, said } from '../reading.ts';
import { type Told, ToldMessages } from '../told.ts';

interface Reached {
  event: number;
  seq: number;
}

/** Messages are stored in the order their senders sent them (TASK-10). */
export const senderOrderKept = check({
  id: 'sender-order-kept',
  level: 'MUST',
  requirements: ['TASK-10'],
  sentence: "A session keeps the order in which each sender sent its messages, by seq and not by anybody's clock.",
  needs: { guarantee: 'seq', atLeast: 'ordered' },
  start() {
    const found = new Findings();
    const told = new ToldMessages();
    /** Messages that others than agents wrote. */
    const others = new Set<unknown>();
    /** By session: the highest seq answered so far, each time it rose. */
    const reached = new Map<string, Reached[]>();
    return {
      on(event, exchange) {
        told.on(event, exchange);
        const other = asked(event, exchange, 'appendMessages');
        if (other && kindOf(other.actor) !== 'vm-agent')
          for (const { messageId } of batchOf(other)) others.add(messageId);
        others.add(said(event, exchange, 'submitTask')?.body.messageId);
        const answer = said(event, exchange, 'appendMessages', 'listMessages');
        if (!answer) return;
        const sessionId = param(answer.exchange, 'sessionId');
        if (answer.exchange.operation === 'listMessages') {
          const seqs = messagesIn(event, exchange).map(({ seq }) => seq);
          const place = seqs.findIndex((seq, index) => index > 0 && seq <= (seqs[index - 1] ?? 0));
          found.judged += 1;
          if (place < 0) return;
          found.breach(
            `The history of session ${sessionId} shows seq ${seqs[place]} after seq ${seqs[place - 1]}.`,
            event.index,
          );
          return;
        }
        const rises = reached.get(sessionId) ?? [];
        const before = lastBefore(rises, answer.exchange.sent.index);
        let previous = before?.seq ?? 0;
        let shownBy = before?.event;
        for (const { result } of pairsOf(answer)) {
          const seq = Number(result.seq);
          if (result.status !== 'stored') continue;
          found.judged += 1;
          if (seq <= previous) {
            const message = `Message ${result.messageId} of session ${sessionId} was sent later than the one at seq ${previous}, but stored at seq ${seq}.`;
            found.breach(message, shownBy, answer.exchange.sent.index, event.index);
          }
          previous = seq;
          shownBy = event.index;
        }
        for (const { result } of pairsOf(answer)) {
          const seq = Number(result.seq);
          if (seq > (rises.at(-1)?.seq ?? 0)) rises.push({ event: event.index, seq });
        }
        reached.set(sessionId, rises);
      },
      end({ histories }) {
        const places = new Map<string, number>();
        for (const [sessionId, { messages }] of histories) {
          for (const { messageId, seq } of messages) places.set(`${sessionId}/${messageId}`, seq);
        }
        const seen = new Set<string>();
        const last = new Map<string, { told: Told; seq: number }>();
        for (const message of told.all) {
          const { actor, workspaceId, sessionId, messageId, verb } = message;
          const seq = places.get(`${sessionId}/${messageId}`);
          // Reported again under one id, a message stands where it was first.
          const isNew = !seen.has(`${sessionId}/${messageId}`) && !others.has(messageId);
          seen.add(`${sessionId}/${messageId}`);
          if (workspaceId === undefined || seq === undefined || !isNew) continue;
          const sender = `${actor}/${workspaceId}`;
          const before = last.get(sender);
          found.judged += 1;
          if (before && before.seq > seq) {
            const text = `${actor} reported ${before.told.messageId} before ${messageId}, but session ${sessionId} has them at seq ${before.seq} and ${seq}.`;
            const events = histories.get(sessionId ?? '')?.events ?? [];
            found.breach(text, before.told.verb.index, verb.index, ...events);
          } else last.set(sender, { told: message, seq });
        }
        return found;
      },
    };
  },
});

/** The last rise before an event. */
function lastBefore(rises: readonly Reached[], event: number): Reached | undefined {
  let [low, high] = [0, rises.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rises[middle]?.event ?? 0) < event) low = middle + 1;
    else high = middle;
  }
  return rises[low - 1];
}
