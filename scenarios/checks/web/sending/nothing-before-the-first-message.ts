import { check, type Exchange } from '../../check.ts';
import { Findings } from '../../findings.ts';
import { text } from '../../reading.ts';
import { type Moment, perTab, Tabs } from '../tabs.ts';

/** Verbs that bring a session, or its first message. */
const ends = new Set(['say', 'interrupt', 'retry', 'open', 'switchTo', 'reload', 'reconnect', 'close']);

/** A new session is nothing but a wish until something is said in it (WEB-1). */
export const nothingBeforeTheFirstMessage = check({
  id: 'nothing-before-the-first-message',
  level: 'MUST',
  requirements: ['WEB-1'],
  sentence: 'Opening a new session creates nothing and opens no socket before its first message.',
  start() {
    const found = new Findings();
    const tabs = new Tabs();
    const stateOf = perTab(() => ({ asked: undefined as number | undefined, known: new Set<string>() }));
    const named = (exchange: Exchange) => text(exchange.sent.message.params.sessionId);
    const wrong = (moment: Moment, known: ReadonlySet<string>): string | undefined => {
      const { tab } = moment;
      if (moment.what === 'asks') {
        const sessionId = named(moment.exchange);
        if (moment.exchange.operation === 'createLiveSession') return `made the record of session ${sessionId}`;
        return sessionId !== undefined && !known.has(sessionId) ? `asked for session ${sessionId}` : undefined;
      }
      if (moment.what === 'opens' && moment.socket.operation === 'live') {
        const last = tab.sockets.at(-2);
        // A socket that was lost is replaced, whatever is shown.
        return !last || last.end?.how === 'closed' ? 'opened a live socket' : undefined;
      }
      if (moment.what !== 'says' || moment.socket.operation !== 'live') return undefined;
      const sessionId = text(moment.frame.sessionId);
      return sessionId !== undefined && !known.has(sessionId)
        ? `sent ${moment.frame.type} of session ${sessionId}`
        : undefined;
    };
    return {
      on(event, exchange) {
        const moment = tabs.on(event, exchange);
        if (!moment) return;
        const state = stateOf(moment.tab);
        if (moment.what === 'verb' && ends.has(moment.verb)) state.asked = undefined;
        if (moment.what === 'verb' && moment.verb === 'newSession') {
          state.asked = moment.index;
          found.judged += 1;
        }
        const what = state.asked === undefined ? undefined : wrong(moment, state.known);
        if (what) {
          found.breach(`${moment.tab.actor} ${what} before anything was said.`, state.asked, event.index);
          state.asked = undefined;
        }
        if (moment.what === 'verb') state.known.add(String(text(moment.args.sessionId)));
        if (moment.what === 'asks') state.known.add(String(named(moment.exchange)));
        if (moment.what === 'says') state.known.add(String(text(moment.frame.sessionId)));
      },
      end: () => found,
    };
  },
});
