import { check } from '../../check.ts';
import { Findings } from '../../findings.ts';
import { perTab, Tabs } from '../tabs.ts';

/** Whether a person may type, by the visible state (WEB-18). */
const inputs: Record<string, string> = {
  'not-created': 'open',
  creating: 'blocked',
  connecting: 'open',
  ready: 'open',
  disconnected: 'blocked',
};

/** The visible state is one of five, is true, and says whether there may be typed (WEB-18). */
export const inputFollowsState = check({
  id: 'input-follows-state',
  level: 'MUST',
  requirements: ['WEB-18'],
  sentence:
    'A chat is in one of five states, its input is open or blocked accordingly, and it is ready only when connected.',
  start() {
    const found = new Findings();
    const tabs = new Tabs();
    const stateOf = perTab(() => ({ state: 'not-created', event: undefined as number | undefined, spoke: false }));
    /** Sessions of each tab that are being made because something was said. */
    const makingOf = perTab(() => new Set<unknown>());
    return {
      on(event, exchange) {
        const moment = tabs.on(event, exchange);
        if (!moment) return;
        const { tab, index } = moment;
        const before = stateOf(tab);
        if (moment.what === 'verb' && ['say', 'interrupt', 'retry'].includes(moment.verb)) before.spoke = true;
        if (moment.what !== 'report' || moment.report !== 'chat') return;
        const { input, sessionId } = moment.detail;
        const state = String(moment.detail.state);
        found.judged += 1;
        const say = (what: string) => found.breach(`${tab.actor} ${what}.`, before.event, index);
        if (inputs[state] === undefined) say(`is ${state}, which is no state of a chat`);
        else if (inputs[state] !== input) say(`is ${state} with its input ${input}`);
        if (state !== before.state) {
          const socket = tab.sockets.at(-1);
          if (state === 'ready' && (!socket?.connected || socket.end)) say('is ready without a connection');
          const making = makingOf(tab);
          // Whoever goes away and comes back finds it still being made.
          if (state !== 'creating') making.delete(sessionId);
          else if (before.spoke) making.add(sessionId);
          else if (!making.has(sessionId)) say('is creating, though nothing was said');
          before.spoke = false;
        }
        Object.assign(before, { state, event: index });
      },
      end: () => found,
    };
  },
});
