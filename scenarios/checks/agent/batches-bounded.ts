import { check, kindOf } from '../check.ts';
import { Findings } from '../findings.ts';
import { asked, batchOf, param, text } from '../reading.ts';

/** Messages of one batch, and bytes of UTF-8 of their contents. */
const [mostMessages, mostBytes] = [50, 64 * 1024];

/** A VM agent sends small batches, of one message at least (TASK-11). */
export const batchesBounded = check({
  id: 'batches-bounded',
  level: 'MUST',
  requirements: ['TASK-11'],
  sentence: 'A VM agent sends at most 50 messages or 64 KiB of content at a time, but a message over that alone.',
  start() {
    const found = new Findings();
    return {
      on(event, exchange) {
        const batch = kindOf(event.actor) === 'vm-agent' ? asked(event, exchange, 'appendMessages') : undefined;
        if (!batch) return;
        const messages = batchOf(batch);
        const bytes = messages.reduce((sum, { content }) => sum + Buffer.byteLength(text(content) ?? ''), 0);
        found.judged += 1;
        if (messages.length <= mostMessages && (bytes <= mostBytes || messages.length === 1)) return;
        const size = `${messages.length} messages with ${bytes} bytes`;
        found.breach(`${batch.actor} sent ${size} at once to session ${param(batch, 'sessionId')}.`, event.index);
      },
      end() {
        return found;
      },
    };
  },
});
