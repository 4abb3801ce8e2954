import type { Judge } from '../../check.ts';
import { Findings } from '../../findings.ts';
import { type Fields, text } from '../../reading.ts';
import { eventsIn, navigations, perTab, type Tab, Tabs } from '../tabs.ts';
import { Views } from './views.ts';

interface Modes {
  /** By session: modes the tab was told last, by `seq` and by the answer to its own wish. */
  told: Map<string, { seq: number; mode: string; set?: string; event: number }>;
  /** The last `setMode`, and the last word on modes after it. */
  wish?: number;
}

/** A tab shows the mode of the session it shows; a new one has the default (WEB-12). */
export function modeShown(): Judge {
  const found = new Findings();
  const tabs = new Tabs();
  const views = new Views();
  const stateOf = perTab((): Modes => ({ told: new Map() }));
  const learn = (state: Modes, sessionId: string, seq: number, mode: string, event: number) => {
    const known = state.told.get(sessionId);
    if (!known || seq >= known.seq) state.told.set(sessionId, { ...known, seq, mode, event });
  };
  const judgeLeft = (tab: Tab) => {
    const view = views.of(tab);
    const state = stateOf(tab);
    const told = view && state.told.get(view.sessionId);
    if (!view || !told || (state.wish !== undefined && state.wish > told.event)) return;
    found.judged += 1;
    const { mode } = view.chat.detail;
    if (mode === told.mode || mode === told.set) return;
    const message = `${tab.actor} shows mode ${mode} for session ${view.sessionId}, which has ${told.mode}.`;
    found.breach(message, told.event, view.chat.index);
  };
  const judgeNew = (tab: Tab, detail: Fields, index: number) => {
    const { wish, told } = stateOf(tab);
    if (detail.state !== 'not-created' || wish !== undefined || told.has(String(detail.sessionId))) return;
    found.judged += 1;
    if (detail.mode !== 'ask') found.breach(`${tab.actor} shows mode ${detail.mode} for a new session.`, index);
  };
  return {
    on(event, exchange) {
      const moment = tabs.on(event, exchange);
      if (event.kind === 'phase' && event.phase === 'observe') {
        for (const tab of tabs.all.values()) judgeLeft(tab);
      }
      if (!moment) return;
      const { tab, index } = moment;
      const state = stateOf(tab);
      const isLeft = moment.what === 'verb' && navigations.has(moment.verb);
      if (isLeft) {
        judgeLeft(tab);
        delete state.wish;
      }
      views.on(moment);
      if (moment.what === 'verb' && moment.verb === 'setMode') state.wish = index;
      for (const value of eventsIn(moment)) {
        if (value.type === 'mode_changed') learn(state, value.sessionId, value.seq, value.mode, index);
      }
      if (moment.what === 'hears') {
        const { type, seq, mode } = moment.frame;
        const sessionId = text(moment.frame.sessionId);
        if (sessionId !== undefined && type === 'session_switched')
          learn(state, sessionId, Number(seq), String(mode), index);
        const told = state.told.get(sessionId ?? '');
        if (told && type === 'mode_set') Object.assign(told, { set: String(mode), event: index });
      }
      if (moment.what === 'report' && moment.report === 'chat') judgeNew(tab, moment.detail, index);
    },
    end: () => found,
  };
}
