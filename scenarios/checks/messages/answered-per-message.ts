import { matchRoute, role } from '../../../contracts/wire/index.ts';
import { check } from '../check.ts';
import { Findings } from '../findings.ts';
import { batchOf, type Fields, fields, header, list, pairsOf, param, said, sessionsIn, text } from '../reading.ts';

/** Each message of a batch has its own answer (TASK-8). */
export const answeredPerMessage = check({
  id: 'answered-per-message',
  level: 'MUST',
  requirements: ['TASK-8'],
  sentence: 'A batch is answered message by message, in its order, and a bad message does not take the others with it.',
  needs: { guarantee: 'ack', atLeast: 'message' },
  start() {
    const found = new Findings();
    const sessions = new Set<string>();
    return {
      on(event, exchange) {
        for (const { sessionId } of sessionsIn(event, exchange)) sessions.add(sessionId);
        const submitted = text(said(event, exchange, 'submitTask')?.body.sessionId);
        if (submitted !== undefined) sessions.add(submitted);
        const answer = said(event, exchange, 'appendMessages');
        if (!answer) return;
        const request = answer.exchange.sent;
        const batch = batchOf(answer.exchange);
        if (answer.status === 200) {
          const results = list(answer.body.results);
          found.judged += 1;
          if (results.length !== batch.length) {
            const message = `A batch of ${batch.length} messages was answered with ${results.length} results.`;
            found.breach(message, request.index, event.index);
            return;
          }
          for (const { message, result } of pairsOf(answer)) {
            const problem = wrongResult(message, result);
            if (problem) found.breach(problem, request.index, event.index);
          }
        }
        const { code } = answer.body;
        const asOne = answer.status === 422 || code === 'malformed_request' || code === 'message_too_large';
        if (!asOne || !sessions.has(param(answer.exchange, 'sessionId')) || !isPlainBatch(request.message.body)) return;
        const route = matchRoute(request.message.method, request.message.path);
        const isJson = (header(answer.exchange, 'content-type') ?? 'application/json').includes('application/json');
        if (typeof route === 'string' || route.operation !== 'appendMessages' || !isJson) return;
        found.judged += 1;
        const message = `A batch of ${batch.length} messages was refused as a whole (${code}) instead of message by message.`;
        found.breach(message, request.index, event.index);
      },
      end() {
        return found;
      },
    };
  },
});

function wrongResult(message: Fields, result: Fields): string | undefined {
  const id = text(message.messageId) ?? null;
  const name = id ?? 'without an id';
  if (result.messageId !== id) return `The result at the place of message ${name} is about ${result.messageId}.`;
  const quality = qualityOf(message);
  if (quality === 'bad' && result.status !== 'rejected')
    return `Message ${name} is malformed, but was answered ${result.status}.`;
  if (quality === 'good' && result.code === 'malformed_message')
    return `Message ${name} is well formed, but was rejected as malformed.`;
  return undefined;
}

/** unsure: whatever only the exact form of an id decides. */
function qualityOf({ messageId, role: writer, content, createdAt, ...more }: Fields): 'good' | 'bad' | 'unsure' {
  const isTime = Number.isSafeInteger(createdAt) && Number(createdAt) >= 0;
  if (typeof messageId !== 'string' || typeof content !== 'string' || !role.safeParse(writer).success || !isTime)
    return 'bad';
  if (content === '' || content.includes('\0')) return 'bad';
  const isPlain = Object.keys(more).length === 0 && /^[0-9a-f-]{36}$/.test(messageId) && content.isWellFormed();
  return isPlain ? 'good' : 'unsure';
}

/** Is all of the batch right but for single messages? Nothing nested: a parser may refuse that as a whole. */
function isPlainBatch(body: unknown): boolean {
  const messages = list(fields(body).messages);
  const isFlat = (value: unknown) =>
    Object.values(fields(value)).every((entry) => typeof entry !== 'object' || entry === null);
  return Object.keys(fields(body)).join() === 'messages' && messages.length > 0 && messages.every(isFlat);
}
