import { check, type Judge } from '../../check.ts';
import { Findings } from '../../findings.ts';
import { param, text } from '../../reading.ts';
import { watchedByItself } from '../provider/watched-by-itself.ts';
import { navigations, perTab, type Tab, Tabs } from '../tabs.ts';
import { together } from '../together.ts';

interface Change {
  tab: Tab;
  sessionId: string;
  event: number;
}

/** What a tab shows is its own affair (WEB-13). */
export const tabsIndependent = check({
  id: 'tabs-independent',
  level: 'MUST',
  requirements: ['WEB-13', 'WEB-4'],
  sentence: 'The session a tab shows, and what it is sent of it, change only by what is done in this tab.',
  start: () => together(shownByItself(), watchedByItself()),
});

function shownByItself(): Judge {
  const found = new Findings();
  const tabs = new Tabs();
  const stateOf = perTab(() => ({
    named: new Set<string>(),
    made: new Set<string>(),
    shown: null as string | null,
    state: undefined as unknown,
    moved: true,
    event: undefined as number | undefined,
  }));
  const changes: Change[] = [];
  return {
    on(event, exchange) {
      const moment = tabs.on(event, exchange);
      if (!moment) return;
      const { tab, index } = moment;
      const state = stateOf(tab);
      if (moment.what === 'verb' && navigations.has(moment.verb)) {
        const sessionId = text(moment.args.sessionId);
        if (moment.verb === 'reload' && state.shown !== null) state.named.add(state.shown);
        // Left for good; the tab may come back to it only where it is told to.
        else if (moment.verb !== 'close') state.named = new Set(sessionId === undefined ? [] : [sessionId]);
        state.moved = true;
      }
      if (moment.what === 'asks' && moment.exchange.operation === 'createLiveSession') {
        state.made.add(param(moment.exchange, 'sessionId'));
      }
      if (moment.what !== 'report' || moment.report !== 'chat') return;
      const shown = text(moment.detail.sessionId) ?? null;
      if (shown !== state.shown) {
        found.judged += 1;
        const isSettled = state.state === 'ready' || state.state === 'connecting';
        if (shown === null && !state.moved && isSettled) {
          found.breach(`${tab.actor} left session ${state.shown} by itself.`, state.event, index);
        }
        if (shown !== null && state.shown !== null && !state.moved && isSettled) {
          found.breach(`${tab.actor} went from session ${state.shown} to ${shown} by itself.`, state.event, index);
        } else if (shown !== null && !state.named.has(shown) && moment.detail.state !== 'not-created')
          changes.push({ tab, sessionId: shown, event: index });
      }
      Object.assign(state, { shown, state: moment.detail.state, moved: false, event: index });
    },
    end() {
      for (const { tab, sessionId, event } of changes) {
        // The report may come before the request that makes the session.
        if (stateOf(tab).made.has(sessionId)) continue;
        found.breach(`${tab.actor} shows session ${sessionId}, which it neither made nor was told to open.`, event);
      }
      return found;
    },
  };
}
