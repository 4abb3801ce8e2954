import type { Judge } from '../../check.ts';
import { Findings } from '../../findings.ts';
import { fields, list, param, text } from '../../reading.ts';
import { eventsIn, type Moment, navigations, perTab, Tabs } from '../../web/tabs.ts';

/** What a tab has of one session since it went there. */
interface Held {
  /** Up to this `seq` there is nothing to show. */
  base: number;
  /** By `seq`, the event of the history that brought it. */
  events: Map<number, number>;
}

/**
 * A tab goes on where it was: in frames of this type it asks for what follows the last event it has, so that nothing comes
 * twice and nothing is left out. A chat that knows what it has shows no trace of asking wrongly: only the wire does.
 */
export function goesOn(type: 'reconnect' | 'resume'): Judge {
  const found = new Findings();
  const tabs = new Tabs();
  const stateOf = perTab(() => ({ since: 0, held: new Map<string, Held>() }));
  return {
    on(event, exchange) {
      const moment = tabs.on(event, exchange);
      if (!moment) return;
      const { tab, index } = moment;
      const state = stateOf(tab);
      if (moment.what === 'verb' && navigations.has(moment.verb)) {
        state.held.clear();
        state.since = index;
      }
      if (isRead(moment, state.since)) learn(state.held, moment);
      if (moment.what !== 'says' || moment.frame.type !== type) return;
      for (const { sessionId, lastSeq } of list(moment.frame.sessions).map(fields)) {
        if (typeof sessionId !== 'string' || typeof lastSeq !== 'number' || sessionId !== tab.current) continue;
        found.judged += 1;
        const held = heldOf(state.held, sessionId);
        const last = lastOf(held);
        if (lastSeq === last) continue;
        const how = lastSeq < last ? `had event ${lastSeq + 1} already` : `never got event ${last + 1}`;
        const message = `${tab.actor} asked for what follows event ${lastSeq} of session ${sessionId}, though it ${how}.`;
        found.breach(message, held.events.get(lastSeq < last ? lastSeq + 1 : last), index);
      }
    },
    end: () => found,
  };
}

/** What comes on a socket that was given up, or was asked for before the tab went elsewhere, nobody reads. */
function isRead(moment: Moment, since: number): boolean {
  if (moment.what === 'hears') return moment.socket === moment.tab.sockets.at(-1) && !moment.socket.end;
  return moment.what === 'answered' && moment.exchange.sent.index > since;
}

function learn(held: Map<string, Held>, moment: Moment): void {
  for (const { sessionId, seq } of eventsIn(moment)) {
    const { events } = heldOf(held, sessionId);
    if (!events.has(seq)) events.set(seq, moment.index);
  }
  if (moment.what === 'answered' && moment.exchange.operation === 'createLiveSession') {
    const { seq, metadata } = moment.body;
    const isEmpty = fields(metadata).messageCount === 0;
    if (isEmpty && typeof seq === 'number') heldOf(held, param(moment.exchange, 'sessionId')).base = seq;
  }
  if (moment.what !== 'hears') return;
  // After a cursor that was invalid all that it had is void, and comes anew.
  for (const { sessionId, status } of list(moment.frame.sessions).map(fields)) {
    if (status === 'cursor_invalid') held.delete(text(sessionId) ?? '');
  }
}

function heldOf(held: Map<string, Held>, sessionId: string): Held {
  const known = held.get(sessionId) ?? { base: 0, events: new Map<number, number>() };
  held.set(sessionId, known);
  return known;
}

/** The last event up to which it has all. */
function lastOf({ base, events }: Held): number {
  let last = base;
  while (events.has(last + 1)) last += 1;
  return last;
}
