import { check, kindOf } from '../check.ts';
import { Findings } from '../findings.ts';
import { asked, batchOf, fields, messagesIn, param, queryOf, said, text } from '../reading.ts';
import { promptOf } from '../submits.ts';

interface First {
  messageId: string;
  content: string;
  event: number;
}

/** The prompt is stored before the submit is answered, once, and goes to the node under its id (TASK-4). */
export const firstMessageStoredOnce = check({
  id: 'first-message-stored-once',
  level: 'MUST',
  requirements: ['TASK-4'],
  sentence:
    'A submit that was answered has stored its message, once and first, and the node gets it under the same id.',
  start() {
    const found = new Findings();
    const firsts = new Map<string, First>();
    const orders: { sessionId: string; prompt: Record<string, unknown>; event: number }[] = [];
    /** Contents that somebody asked to write as a user. */
    const written = new Set<string>();
    return {
      on(event, exchange) {
        const answer = said(event, exchange, 'submitTask');
        const prompt = answer && promptOf(answer.exchange);
        if (answer?.status === 201 && prompt !== undefined) {
          const [sessionId, messageId] = [text(answer.body.sessionId), text(answer.body.messageId)];
          if (sessionId !== undefined && messageId !== undefined && !firsts.has(sessionId)) {
            firsts.set(sessionId, { messageId, content: prompt, event: event.index });
          }
        }
        const order = asked(event, exchange, 'createWorkspace');
        if (order) {
          const { sessionId, prompt } = fields(order.sent.message.body);
          orders.push({ sessionId: text(sessionId) ?? '', prompt: fields(prompt), event: event.index });
        }
        const batch = asked(event, exchange, 'appendMessages');
        if (batch && kindOf(batch.actor) !== 'vm-agent')
          for (const { content } of batchOf(batch)) written.add(text(content) ?? '');
        if (event.kind === 'verb' && event.verb === 'report') written.add(text(fields(event.args).content) ?? '');
        const read = said(event, exchange, 'listMessages');
        if (read?.status !== 200) return;
        const sessionId = param(read.exchange, 'sessionId');
        const first = firsts.get(sessionId);
        const fromStart = Number(queryOf(read.exchange).get('after') ?? 0) === 0;
        if (!first || !fromStart || read.exchange.sent.index < first.event) return;
        found.judged += 1;
        const row = messagesIn(event, exchange)[0];
        if (row?.messageId === first.messageId && row.role === 'user' && row.content === first.content) return;
        const shows = row ? `begins with ${row.messageId} (${row.role})` : 'is empty';
        found.breach(
          `Session ${sessionId} ${shows} instead of its first message ${first.messageId}, which the answered submit had stored.`,
          first.event,
          event.index,
        );
      },
      end({ histories }) {
        for (const [sessionId, { messageId, content, event }] of firsts) {
          const history = histories.get(sessionId);
          if (!history) continue;
          const copies = history.messages.filter((row) => row.messageId === messageId).length;
          if (copies > 1)
            found.breach(
              `Session ${sessionId} has its first message ${messageId} ${copies} times.`,
              event,
              ...history.events,
            );
          const again = history.messages.find(
            (row) => row.messageId !== messageId && row.role === 'user' && row.content === content,
          );
          if (!again || written.has(content)) continue;
          const message = `Session ${sessionId} has its first message ${messageId} again as ${again.messageId}, which nobody wrote.`;
          found.breach(message, event, ...history.events);
        }
        for (const { sessionId, prompt, event } of orders) {
          const first = firsts.get(sessionId);
          if (!first) continue;
          found.judged += 1;
          if (prompt.messageId === first.messageId && prompt.content === first.content) continue;
          const message = `The node was sent the prompt of session ${sessionId} as ${prompt.messageId}, but it is stored as ${first.messageId}.`;
          found.breach(message, first.event, event);
        }
        return found;
      },
    };
  },
});
