import type { LiveEvent } from '../../../../contracts/wire/index.ts';
import { check } from '../../check.ts';
import { Findings } from '../../findings.ts';
import { param, text } from '../../reading.ts';
import { eventsIn, navigations, perTab, type Tab, Tabs } from '../tabs.ts';
import { messagesOf, type ShownMessage } from './views.ts';

interface Load {
  verb: number;
  sessionId: string;
  /** The last page, once it came. */
  whole?: { index: number };
  events: Map<number, LiveEvent>;
  ready?: { index: number; firstSent: unknown };
  transcript?: { index: number; messages: ShownMessage[] };
  /** Since then more may be shown than was loaded. */
  said: boolean;
}

/** A tab that is loaded again shows what it showed (WEB-5). */
export const reloadRestores = check({
  id: 'reload-restores',
  level: 'MUST',
  requirements: ['WEB-5'],
  sentence: 'A tab that is loaded again shows the messages of the durable history, and whether the first was sent.',
  start() {
    const found = new Findings();
    const tabs = new Tabs();
    const loadOf = perTab(() => ({
      now: undefined as Load | undefined,
      /** The last that was reported: one that does not change is not reported again. */
      shown: undefined as (Load['transcript'] & { sessionId: unknown }) | undefined,
    }));
    const judge = (tab: Tab, load: Load | undefined) => {
      if (!load?.whole || !load.ready) return;
      const events = [...load.events.entries()].sort(([a], [b]) => a - b).map(([, event]) => event);
      const users = events.flatMap((event) => (event.type === 'user_message' ? [event.content] : []));
      const replies = events.flatMap((event) => (event.type === 'message_complete' ? [event.content] : []));
      const texts = (role: string) =>
        (load.transcript?.messages ?? []).flatMap((one) => (one.role === role ? [one.text] : []));
      found.judged += 1;
      const at = [load.verb, load.whole.index, load.ready.index];
      if (users.length > 0 && !load.transcript) {
        found.breach(`${tab.actor} was loaded again and shows nothing of session ${load.sessionId}.`, ...at);
      } else if (!has(texts('user'), users) || !has(texts('assistant'), replies)) {
        const message = `${tab.actor} was loaded again and does not show all messages of session ${load.sessionId} in order.`;
        found.breach(message, ...at, load.transcript?.index);
      }
      const firstSent = users.length > 0;
      if (load.ready.firstSent === firstSent || (load.said && !firstSent)) return;
      const what = firstSent ? 'no message was sent' : 'a message was sent';
      found.breach(`${tab.actor} was loaded again and holds that ${what} in session ${load.sessionId}.`, ...at);
    };
    return {
      on(event, exchange) {
        const moment = tabs.on(event, exchange);
        if (event.kind === 'phase' && event.phase === 'observe') {
          for (const tab of tabs.all.values()) judge(tab, loadOf(tab).now);
        }
        if (!moment) return;
        const { tab, index } = moment;
        const state = loadOf(tab);
        if (moment.what === 'verb' && navigations.has(moment.verb)) {
          judge(tab, state.now);
          const begins = moment.verb === 'reload' || moment.verb === 'open' || moment.verb === 'switchTo';
          const sessionId = tab.current;
          const load = { verb: index, events: new Map<number, LiveEvent>(), said: false };
          state.now = begins && sessionId !== null ? { ...load, sessionId } : undefined;
        }
        if (moment.what === 'report' && moment.report === 'transcript') {
          state.shown = { index, messages: messagesOf(moment.detail), sessionId: moment.detail.sessionId };
        }
        const load = state.now;
        if (!load) return;
        if (state.shown?.sessionId === load.sessionId) load.transcript = state.shown;
        // What comes over the socket meanwhile may be more than was loaded.
        if (
          moment.what === 'hears' &&
          moment.frame.sessionId === load.sessionId &&
          moment.frame.clientMsgId !== undefined
        ) {
          load.said = true;
        }
        if (moment.what === 'verb' && (moment.verb === 'say' || moment.verb === 'interrupt')) load.said = true;
        // Told that its place is void, it begins anew: what was loaded counts no more.
        const isVoid = moment.what === 'hears' && JSON.stringify(moment.frame).includes('cursor_invalid');
        if (isVoid) state.now = undefined;
        if (moment.what === 'answered' && moment.exchange.operation === 'liveHistory') {
          const isMine =
            param(moment.exchange, 'sessionId') === load.sessionId && moment.exchange.sent.index > load.verb;
          if (!isMine) return;
          for (const value of eventsIn(moment)) load.events.set(value.seq, value);
          if (moment.status === 200 && moment.body.nextAfter === null) load.whole ??= { index };
          else if (moment.status !== 200) state.now = undefined;
        }
        if (moment.what !== 'report' || text(moment.detail.sessionId) !== load.sessionId || !load.whole) return;
        if (moment.report === 'chat' && moment.detail.state === 'ready') {
          load.ready ??= { index, firstSent: moment.detail.firstSent };
        }
      },
      end: () => found,
    };
  },
});

/** Are all of these among the texts, in their order? */
function has(texts: readonly string[], expected: readonly string[]): boolean {
  let place = 0;
  for (const one of texts) if (one === expected[place]) place += 1;
  return place === expected.length;
}
