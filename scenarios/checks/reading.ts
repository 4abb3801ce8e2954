/**
 * Reads what the checks need out of events. A body may be anything: what is not as the contract says reads as
 * absent here, and the check `contract-conformance` reports it.
 */
import type { EventOf, HistoryEvent } from '../../contracts/trace/index.ts';
import { type FeedFrame, type Message, phaseEventTypes, problems, type Session } from '../../contracts/wire/index.ts';
import type { Exchange } from './check.ts';

export type Fields = Record<string, unknown>;

/** Fields of an object; none where it is no object. */
export function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

export function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

export function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** An answer of the target to one of its clients, whether or not it arrived. */
export interface Said {
  exchange: Exchange;
  status: number;
  body: Fields;
  headers: Record<string, string>;
  /** Of the event. */
  index: number;
  time: number;
}

/** The answer this event is, where it is one; only of `operations` where some are given. */
export function said(event: HistoryEvent, exchange: Exchange | undefined, ...operations: string[]): Said | undefined {
  if (!exchange || event.kind !== 'send' || event.actor !== 'target' || event.message.type !== 'response')
    return undefined;
  if (operations.length > 0 && !operations.includes(exchange.operation)) return undefined;
  const { status, headers, body } = event.message;
  return { exchange, status, headers, body: fields(body), index: event.index, time: event.time };
}

/** The request this event sends, where it is one of `operations`. */
export function asked(
  event: HistoryEvent,
  exchange: Exchange | undefined,
  ...operations: string[]
): Exchange | undefined {
  return exchange && exchange.sent === event && operations.includes(exchange.operation) ? exchange : undefined;
}

/** The request this event brings to the one who is asked, where it is one of `operations`. */
export function arrived(
  event: HistoryEvent,
  exchange: Exchange | undefined,
  ...operations: string[]
): Exchange | undefined {
  const isRequest = event.kind === 'deliver' && event.message.type === 'request';
  return exchange && isRequest && operations.includes(exchange.operation) ? exchange : undefined;
}

/** Body of a frame that the target sent. */
export function frameOf(event: HistoryEvent): Fields | undefined {
  return event.kind === 'send' && event.actor === 'target' && event.message.type === 'frame'
    ? fields(event.message.body)
    : undefined;
}

/** A session of a task; that of a phase is another. */
const isSession = (value: unknown): value is Session =>
  text(fields(value).sessionId) !== undefined &&
  text(fields(value).taskId) !== undefined &&
  fields(value).phase === undefined;
const isMessage = (value: unknown): value is Message =>
  text(fields(value).messageId) !== undefined && typeof fields(value).seq === 'number';

export function isFeedFrame(value: unknown): value is FeedFrame {
  const { type, cursor, sessionId, message, session } = fields(value);
  if (typeof cursor !== 'number' || text(sessionId) === undefined) return false;
  if (type === 'phase.deleted') return true;
  if (phaseEventTypes.has(String(type))) return text(fields(session).phase) !== undefined;
  return type === 'message.new' ? isMessage(message) : (text(type) ?? '').startsWith('session.') && isSession(session);
}

const withSession = ['getSession', 'linkWorkspace', 'completeAgent', 'stopSession'];

/** All sessions that the target shows in this event. */
export function sessionsIn(event: HistoryEvent, exchange: Exchange | undefined): Session[] {
  const answer = said(event, exchange);
  const shown: unknown[] =
    answer?.status === 200
      ? withSession.includes(answer.exchange.operation)
        ? [answer.body]
        : answer.exchange.operation === 'listSessions'
          ? list(answer.body.sessions)
          : []
      : [frameOf(event)?.session];
  return shown.filter(isSession);
}

/** All messages of the session that the target shows in this event. */
export function messagesIn(event: HistoryEvent, exchange: Exchange | undefined): Message[] {
  const answer = said(event, exchange, 'listMessages');
  if (answer) return answer.status === 200 ? list(answer.body.messages).filter(isMessage) : [];
  return [frameOf(event)?.message].filter(isMessage);
}

/** One message of a batch with the result at its place; both may be malformed. */
export interface Pair {
  message: Fields;
  result: Fields;
}

/** Messages of a batch as they were sent. */
export function batchOf(exchange: Exchange): Fields[] {
  return list(fields(exchange.sent.message.body).messages).map(fields);
}

/** Messages and results of an answered batch, by their places. */
export function pairsOf(answer: Said): Pair[] {
  if (answer.exchange.operation !== 'appendMessages' || answer.status !== 200) return [];
  const results = list(answer.body.results).map(fields);
  return batchOf(answer.exchange).map((message, place) => ({ message, result: results[place] ?? {} }));
}

/** Was this message acknowledged: stored now or before? */
export function isAcknowledged({ message, result }: Pair): boolean {
  return (result.status === 'stored' || result.status === 'duplicate') && result.messageId === message.messageId;
}

/** One part of the path of the request. */
export function param(exchange: Exchange, name: string): string {
  return exchange.sent.message.params[name] ?? '';
}

/** Query of the request. */
export function queryOf(exchange: Exchange): URLSearchParams {
  return new URL(exchange.sent.message.path, 'http://target').searchParams;
}

export function header(exchange: Exchange, name: string): string | undefined {
  return exchange.sent.message.headers[name];
}

/** Whose request it is: the bearer token, or the actor where there is none. */
export function tokenOf(exchange: Exchange): string {
  return header(exchange, 'authorization')?.replace(/^Bearer /i, '') ?? `(none of ${exchange.actor})`;
}

/** Does this failure say that the operation certainly did not happen? */
export function isDefinite({ status, body }: Pick<Said, 'status' | 'body'>): boolean {
  const code = text(body.code);
  if (code !== undefined && code in problems) return problems[code as keyof typeof problems].definite;
  return status >= 400 && status < 500 && status !== 408;
}

/** A body as text that can be compared; undefined where it is nested too deep for that. */
export function comparable(body: unknown): string | undefined {
  try {
    return JSON.stringify(body) ?? '';
  } catch {
    return undefined;
  }
}

/** Answers of an exchange, as far as the target gave them. */
export function answersOf(exchange: Exchange): Said[] {
  return exchange.answered.flatMap((event) => said(event, exchange) ?? []);
}

export type ReportEvent = EventOf<'report'>;
