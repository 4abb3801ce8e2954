import { check } from '../check.ts';
import { Findings } from '../findings.ts';
import { asked, batchOf, messagesIn, param, text } from '../reading.ts';

interface Sent {
  role: unknown;
  content: unknown;
  event: number;
}

/** What is stored is what somebody sent, whatever was answered (TASK-9). */
export const shownAsSent = check({
  id: 'shown-as-sent',
  level: 'MUST',
  requirements: ['TASK-9'],
  sentence: 'A message that was sent under an id is shown with the role and content of one that was sent under it.',
  start() {
    const found = new Findings();
    /** By session and message. */
    const sent = new Map<string, Sent[]>();
    const keyOf = (sessionId: string, messageId: string) => `${sessionId}/${messageId}`;
    return {
      on(event, exchange) {
        const batch = asked(event, exchange, 'appendMessages');
        for (const { messageId, role, content } of batch ? batchOf(batch) : []) {
          const id = text(messageId);
          if (!batch || id === undefined) continue;
          const key = keyOf(param(batch, 'sessionId'), id);
          sent.set(key, [...(sent.get(key) ?? []), { role, content, event: event.index }]);
        }
        for (const { sessionId, messageId, role, content } of messagesIn(event, exchange)) {
          const known = sent.get(keyOf(sessionId, messageId));
          const [first] = known ?? [];
          if (!known || !first) continue;
          found.judged += 1;
          if (known.some((one) => one.role === role && one.content === content)) continue;
          const message = `Message ${messageId} of session ${sessionId} is shown as nobody sent it: ${difference(first, { role, content })}.`;
          found.breach(message, first.event, event.index);
        }
      },
      end: () => found,
    };
  },
});

/** Where two messages part, for texts that are long. */
function difference(one: Omit<Sent, 'event'>, other: Omit<Sent, 'event'>): string {
  if (one.role !== other.role) return `it has the role ${other.role}, and was sent with ${one.role}`;
  const [left, right] = [[...String(one.content)], [...String(other.content)]];
  const place = left.findIndex((letter, index) => letter !== right[index]);
  const at = place < 0 ? left.length : place;
  const from = (letters: string[]) => JSON.stringify(letters.slice(at, at + 20).join(''));
  return `after ${at} characters ${from(left)} has become ${from(right)}`;
}
