import type { HistoryEvent } from '../../../contracts/trace/index.ts';
import { limits, matchRoute, newMessage } from '../../../contracts/wire/index.ts';
import { check, type Exchange, kindOf } from '../check.ts';
import { type EventsSocket, Subscriptions } from '../feed/subscriptions.ts';
import { Findings } from '../findings.ts';
import { wrongWith } from '../malformed.ts';
import {
  batchOf,
  comparable,
  fields,
  frameOf,
  header,
  list,
  pairsOf,
  queryOf,
  type Said,
  said,
  text,
} from '../reading.ts';

/** Refusals that come before any limit is looked at, or for another good reason. */
const before = new Set([401, 403, 404, 405, 429]);

/** Rejections that may come before that of a message too large. */
const elsewise = new Set<unknown>(['session_stopped', 'role_not_allowed', 'message_conflict']);

/** Each limit has an error of its own, and nothing within it is refused for its size (TASK-18). */
export const limitsKept = check({
  id: 'limits-kept',
  level: 'MUST',
  requirements: ['TASK-18'],
  sentence: 'What is over a limit is refused with the code of that limit, and what is within it is not.',
  start() {
    const found = new Findings();
    const subscriptions = new Subscriptions();
    return {
      on(event, exchange) {
        subscriptions.on(event, exchange);
        judgeSubscriptions(event, exchange && subscriptions.sockets.get(exchange.op), found);
        const answer = said(event, exchange);
        if (!answer) return;
        const { exchange: request, status } = answer;
        const breach = (message: string) => found.breach(message, request.sent.index, event.index);
        judgePage(answer, found, breach);
        if (request.operation !== 'appendMessages' && request.operation !== 'submitTask') return;
        const route = matchRoute(request.sent.message.method, request.sent.message.path);
        if (typeof route === 'string' || before.has(status) || status >= 500) return;
        const expected = expectedCode(request);
        const code = text(answer.body.code);
        if (expected.length > 0) {
          found.judged += 1;
          const isElse =
            code === 'session_stopped' || code === 'idempotency_conflict' || wrongWith(request) !== undefined;
          const isRight = expected.includes(code ?? '') || (isElse && status >= 400);
          if (!isRight)
            breach(
              `A request that is over a limit was answered ${status} ${code ?? ''} instead of 413 ${expected.join(' or ')}.`,
            );
        } else if (status === 413 && !(kindOf(request.actor) === 'caller' && code === 'body_too_large')) {
          // How a caller wrote its body, with how much space in it, is not in the history.
          found.judged += 1;
          breach(`A request within the limits was refused with 413 ${code ?? ''}.`);
        }
        for (const { message, result } of pairsOf(answer)) {
          const isTooLarge = bytesOf(message.content) > limits.messageBytes;
          if (isTooLarge) found.judged += 1;
          const isRefused = result.code === 'message_too_large';
          const isMalformed = !newMessage.safeParse(message).success || String(message.content).includes('\0');
          const isOtherwise = isMalformed || elsewise.has(result.code);
          if (isTooLarge && !isRefused && (result.status !== 'rejected' || !isOtherwise)) {
            breach(
              `Message ${message.messageId} is over 100 KiB and was ${result.code ?? result.status}, not message_too_large.`,
            );
          }
          if (!isTooLarge && isRefused)
            breach(`Message ${message.messageId} is within 100 KiB and was rejected as too large.`);
        }
      },
      end() {
        return found;
      },
    };
  },
});

/** Codes of the limits that a request is over; none where it is within all. */
function expectedCode(request: Exchange): string[] {
  const body = request.sent.message.body;
  const codes: string[] = [];
  if (sizeOf(request) > limits.bodyBytes) codes.push('body_too_large');
  if (request.operation === 'appendMessages' && batchOf(request).length > limits.batchMessages)
    codes.push('batch_too_large');
  const prompt = request.operation === 'submitTask' ? fields(body).message : undefined;
  if (bytesOf(prompt) > limits.messageBytes) codes.push('message_too_large');
  // A body too large need not be read any further, nor a batch too large.
  return codes;
}

/** Bytes of the body: as declared, or as it is. */
function sizeOf(request: Exchange): number {
  const declared = Number(header(request, 'content-length') ?? Number.NaN);
  if (Number.isFinite(declared)) return declared;
  const { body } = request.sent.message;
  if (typeof body === 'string') return Buffer.byteLength(body);
  const contents =
    request.operation === 'submitTask' ? [fields(body).message] : batchOf(request).map(({ content }) => content);
  const most = contents.reduce<number>((sum, content) => sum + (text(content)?.length ?? 0) * 6 + 1_000, 1_000);
  const isPlain = contents.length > 0 && contents.every((content) => typeof content === 'string');
  return isPlain && most < limits.bodyBytes ? most : Buffer.byteLength(comparable(body) ?? '');
}

function bytesOf(content: unknown): number {
  const value = text(content) ?? '';
  return value.length * 3 <= limits.messageBytes ? value.length : Buffer.byteLength(value);
}

/** A socket holds so many subscriptions, and no more. */
function judgeSubscriptions(event: HistoryEvent, socket: EventsSocket | undefined, found: Findings): void {
  const frame = frameOf(event);
  if (!socket || (frame?.type !== 'subscribed' && frame?.code !== 'too_many_subscriptions')) return;
  const held = socket.active.size;
  found.judged += 1;
  if (frame.type === 'subscribed' && held > limits.subscriptions)
    found.breach(`A socket of ${socket.actor} was given ${held} subscriptions.`, event.index);
  if (frame.type === 'error' && held < limits.subscriptions)
    found.breach(`${socket.actor} was refused a subscription beside ${held} others.`, event.index);
}

/** A page has no more rows than were asked for. */
function judgePage({ exchange, status, body }: Said, found: Findings, breach: (message: string) => void): void {
  const isPage = exchange.operation.startsWith('list') || exchange.operation === 'liveHistory';
  if (status !== 200 || !isPage) return;
  const rows = list(body.tasks ?? body.sessions ?? body.messages ?? body.events).length;
  const most = Math.min(Number(queryOf(exchange).get('limit') ?? limits.pageRows), limits.pageRows);
  found.judged += 1;
  if (rows > most) breach(`A page of ${rows} rows was answered where ${most} were asked for.`);
}
