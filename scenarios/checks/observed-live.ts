import type { HistoryEvent } from '../../contracts/trace/index.ts';
import { type LiveEvent, type LiveSession, liveOperations } from '../../contracts/wire/index.ts';
import type { Exchange } from './check.ts';
import { isLiveEvent, LiveSessions } from './live/live-sessions.ts';
import { LiveSockets } from './live/live-sockets.ts';
import { Watches } from './live/watches.ts';
import type { Shown } from './observed.ts';
import { list, param, queryOf, said, text } from './reading.ts';

/** The durable events of a session as the observer read them. */
export interface LiveHistory {
  events: LiveEvent[];
  /** The pages. */
  indexes: number[];
  /** The last page was read too. */
  complete: boolean;
}

/** Is this one of the operations of live sessions? Those of tasks have sessions of their own. */
export function isLive(operation: string | undefined): boolean {
  return operation !== undefined && operation in liveOperations;
}

/** What was seen of live sessions: what the observer read at the end, and what was followed until then. */
export class ObservedLive {
  readonly records = new Map<string, Shown<LiveSession>>();
  readonly histories = new Map<string, LiveHistory>();
  /** Sessions in the lists, with the page. */
  readonly listed = new Map<string, number>();
  /** The last page of some list was read. */
  listedWhole = false;
  /** Sessions that cannot be read, with the answer that says so. */
  readonly missing = new Map<string, number>();
  readonly sockets = new LiveSockets();
  readonly sessions = new LiveSessions();
  readonly watches = new Watches();

  on(event: HistoryEvent, exchange: Exchange | undefined, isObserving: boolean): void {
    const step = this.sockets.on(event, exchange);
    this.sessions.on(event, exchange, step);
    if (step) this.watches.on(event, step);
    if (isObserving && exchange?.actor === 'observer' && isLive(exchange.operation)) this.#read(event, exchange);
  }

  #read(event: HistoryEvent, exchange: Exchange): void {
    const answer = said(event, exchange, 'getLiveSession', 'liveHistory', 'listLiveSessions');
    if (!answer) return;
    const { body, status } = answer;
    const sessionId = param(exchange, 'sessionId');
    if (status === 404) this.missing.set(sessionId, event.index);
    if (status !== 200) return;
    if (exchange.operation === 'getLiveSession') {
      if (text(body.state) !== undefined) {
        this.records.set(sessionId, { value: body as unknown as LiveSession, event: event.index });
      }
    } else if (exchange.operation === 'listLiveSessions') {
      for (const shown of list(body.sessions)) this.listed.set(String(Object(shown).sessionId), event.index);
      if (body.nextCursor === null) this.listedWhole = true;
    } else {
      const isFirst = Number(queryOf(exchange).get('after') ?? 0) === 0;
      const known = isFirst ? undefined : this.histories.get(sessionId);
      const history = known ?? { events: [], indexes: [], complete: false };
      history.events.push(...list(body.events).filter(isLiveEvent));
      history.indexes.push(event.index);
      history.complete = body.nextAfter === null;
      this.histories.set(sessionId, history);
      if (history.complete) this.sessions.get(sessionId)?.take(history.events);
    }
  }
}
