import type { HistoryEvent } from '../../../contracts/trace/index.ts';
import type { LiveEvent } from '../../../contracts/wire/index.ts';
import type { Exchange } from '../check.ts';
import type { Shown } from '../observed.ts';
import { comparable, type Fields, fields, frameOf, list, said, text } from '../reading.ts';
import { isDurable } from './tabs.ts';

/** Records of live sessions that the target shows in this event. */
export function recordsIn(event: HistoryEvent, exchange: Exchange | undefined): Fields[] {
  const answer = said(event, exchange, 'createLiveSession', 'getLiveSession', 'listLiveSessions');
  if (!answer || answer.status >= 300) return [];
  const shown = answer.exchange.operation === 'listLiveSessions' ? list(answer.body.sessions) : [answer.body];
  return shown.map(fields).filter(({ sessionId }) => text(sessionId) !== undefined);
}

/** Durable events that the target shows in this event. */
export function durableIn(event: HistoryEvent, exchange: Exchange | undefined): LiveEvent[] {
  const answer = said(event, exchange, 'liveHistory');
  if (answer) return answer.status === 200 ? list(answer.body.events).filter(isDurable) : [];
  return [frameOf(event)].filter(isDurable);
}

/** All durable events that the target ever showed, by session and `seq`. */
export class Durable {
  readonly sessions = new Map<string, Map<number, Shown<LiveEvent>>>();
  /** Sessions with two events of one `seq`: their id was used again, or their history cannot be trusted. */
  readonly torn = new Set<string>();

  on(event: HistoryEvent, exchange: Exchange | undefined): void {
    for (const value of durableIn(event, exchange)) {
      const known = this.sessions.get(value.sessionId) ?? new Map<number, Shown<LiveEvent>>();
      this.sessions.set(value.sessionId, known);
      const before = known.get(value.seq);
      if (!before) known.set(value.seq, { value, event: event.index });
      else if (comparable(before.value) !== comparable(value)) this.torn.add(value.sessionId);
    }
  }

  /** All events that were shown of a session, in order. */
  of(sessionId: string): Shown<LiveEvent>[] {
    return [...(this.sessions.get(sessionId)?.values() ?? [])].sort((a, b) => a.value.seq - b.value.seq);
  }

  /** The first events of a session up to `seq`; undefined where one of them was never shown. */
  upTo(sessionId: string, seq: number): Shown<LiveEvent>[] | undefined {
    if (this.torn.has(sessionId)) return undefined;
    const known = this.of(sessionId).filter(({ value }) => value.seq <= seq);
    return known.length === seq ? known : undefined;
  }
}
