/** Follows frontends, one tab each: what they are told, what they send, what reaches them and what they show. */
import type { HistoryEvent } from '../../../contracts/trace/index.ts';
import { type LiveEvent, liveEventTypes } from '../../../contracts/wire/index.ts';
import { type Exchange, kindOf } from '../check.ts';
import { type Fields, fields, list, text } from '../reading.ts';

/** Milliseconds by which what is done at once may be written down later, on real time. */
const late = 50;

/** Was it written down when that was, as far as clocks tell? */
export function isAtOnce(before: number | undefined, after: number): boolean {
  return before !== undefined && after - before <= late;
}

export interface Framed {
  frame: Fields;
  index: number;
  time: number;
}

/** A socket of a tab, as the tab sees it. */
export interface TabSocket {
  op: number;
  /** `live` or `terminal`. */
  operation: string;
  /** The request. */
  index: number;
  time: number;
  opened?: number;
  /** The `connected` frame that reached it. */
  connected?: { index: number; time: number };
  said: Framed[];
  heard: Framed[];
  /** closed: by the tab itself. lost: by anybody else, with a code. refused: the handshake, with a status. */
  end?: { how: 'closed' | 'lost' | 'refused'; code: number; index: number; time: number };
}

export interface Tab {
  actor: string;
  /** Of the chat, in order. */
  sockets: TabSocket[];
  terminals: TabSocket[];
  /** The last `chat` report; empty before the first. */
  chat: Fields;
  /** The session it shows, by its verbs and its reports. */
  current: string | null;
}

type What =
  | { what: 'verb'; verb: string; args: Fields }
  | { what: 'report'; report: string; detail: Fields }
  | { what: 'opens' | 'ends'; socket: TabSocket }
  | { what: 'says' | 'hears'; socket: TabSocket; frame: Fields }
  | { what: 'asks'; exchange: Exchange }
  /** The answer that reached it; null: it will never know. */
  | { what: 'answered'; exchange: Exchange; status: number | null; body: Fields };

/** Something that a tab does or learns. */
export type Moment = What & { tab: Tab; index: number; time: number };

const sockets = new Set(['live', 'terminal']);
/** Verbs after which a tab shows another session, or the same one anew. */
export const navigations: ReadonlySet<string> = new Set(['newSession', 'open', 'switchTo', 'reload', 'close']);

export class Tabs {
  readonly all = new Map<string, Tab>();
  /** Observation began: what is closed then is not the doing of the tabs. */
  over = false;
  readonly #sockets = new Map<number, TabSocket>();

  /** What this event is for a tab; undefined where it is nothing for any. */
  on(event: HistoryEvent, exchange: Exchange | undefined): Moment | undefined {
    if (event.kind === 'phase' && event.phase === 'observe') this.over = true;
    if (this.over) return undefined;
    const actor = exchange?.actor ?? event.actor;
    if (kindOf(actor) !== 'frontend') return undefined;
    const tab = this.all.get(actor) ?? { actor, sockets: [], terminals: [], chat: {}, current: null };
    this.all.set(actor, tab);
    const what = this.#what(tab, event, exchange);
    return what && { ...what, tab, index: event.index, time: event.time };
  }

  #what(tab: Tab, event: HistoryEvent, exchange: Exchange | undefined): What | undefined {
    if (event.kind === 'verb')
      return event.refused === undefined ? told(tab, event.verb, fields(event.args)) : undefined;
    if (event.kind === 'report') return shows(tab, event.report, fields(event.detail));
    if (!exchange) return undefined;
    if (sockets.has(exchange.operation)) return this.#onSocket(tab, event, exchange);
    if (exchange.sent === event) return { what: 'asks', exchange };
    if (event.kind === 'deliver' && event.message.type === 'response') {
      return { what: 'answered', exchange, status: event.message.status, body: fields(event.message.body) };
    }
    if (event.kind !== 'outcome' || event.outcome !== 'unknown' || exchange.received) return undefined;
    return { what: 'answered', exchange, status: null, body: {} };
  }

  #onSocket(tab: Tab, event: HistoryEvent, exchange: Exchange): What | undefined {
    const { index, time } = event;
    if (exchange.sent === event) {
      const { op, operation } = exchange;
      const opening: TabSocket = { op, operation, index, time, said: [], heard: [] };
      this.#sockets.set(op, opening);
      (operation === 'live' ? tab.sockets : tab.terminals).push(opening);
      return { what: 'opens', socket: opening };
    }
    const socket = this.#sockets.get(exchange.op);
    if (!socket || (event.kind !== 'send' && event.kind !== 'deliver') || event.actor !== tab.actor) return undefined;
    const { message, kind } = event;
    if (message.type === 'frame') {
      const frame = fields(message.body);
      (kind === 'send' ? socket.said : socket.heard).push({ frame, index, time });
      if (kind === 'deliver' && frame.type === 'connected') socket.connected ??= { index, time };
      return { what: kind === 'send' ? 'says' : 'hears', socket, frame };
    }
    if (message.type === 'open') socket.opened = index;
    if (message.type !== 'close' && message.type !== 'response') return undefined;
    const [how, code] =
      message.type === 'response'
        ? (['refused', message.status] as const)
        : ([kind === 'send' ? 'closed' : 'lost', message.code] as const);
    socket.end = { how, code, index, time };
    return { what: 'ends', socket };
  }
}

function told(tab: Tab, verb: string, args: Fields): What {
  if (verb === 'newSession') tab.current = null;
  if (verb === 'open' || verb === 'switchTo') tab.current = text(args.sessionId) ?? null;
  return { what: 'verb', verb, args };
}

function shows(tab: Tab, report: string, detail: Fields): What {
  if (report === 'chat') {
    tab.chat = detail;
    tab.current = text(detail.sessionId) ?? null;
  }
  return { what: 'report', report, detail };
}

/** What a check keeps of each tab, made when it is first asked for. */
export function perTab<T>(make: (tab: Tab) => T): (tab: Tab) => T {
  const kept = new Map<Tab, T>();
  return (tab) => {
    const known = kept.get(tab) ?? make(tab);
    kept.set(tab, known);
    return known;
  };
}

export function isDurable(value: unknown): value is LiveEvent {
  const { type, sessionId, seq } = fields(value);
  return liveEventTypes.has(String(type)) && text(sessionId) !== undefined && typeof seq === 'number';
}

/** Durable events that reach the tab in this moment. */
export function eventsIn(moment: Moment): LiveEvent[] {
  if (moment.what === 'hears') return [moment.frame].filter(isDurable);
  const isPage = moment.what === 'answered' && moment.exchange.operation === 'liveHistory' && moment.status === 200;
  return isPage ? list(moment.body.events).filter(isDurable) : [];
}

/** The prompt that a frame carries, where it is one. */
export function promptOf(frame: Fields): { sessionId: string; clientMsgId: string; prompt: string } | undefined {
  const [sessionId, clientMsgId, prompt] = [text(frame.sessionId), text(frame.clientMsgId), text(frame.prompt)];
  if (frame.type !== 'send' && frame.type !== 'interrupt') return undefined;
  if (sessionId === undefined || clientMsgId === undefined || prompt === undefined) return undefined;
  return { sessionId, clientMsgId, prompt };
}
