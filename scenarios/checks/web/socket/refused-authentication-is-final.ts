import { check, type Judge } from '../../check.ts';
import { Findings } from '../../findings.ts';
import { helloAnswered } from '../provider/hello-answered.ts';
import { navigations, perTab, type TabSocket, Tabs } from '../tabs.ts';
import { together } from '../together.ts';
import { isFinal } from './final.ts';

/** Verbs by which a person asks for another attempt. */
const hands = new Set([...navigations, 'reconnect', 'say', 'interrupt', 'retry', 'openTerminal']);

/** A refused authentication is said with its code, and is the end (WEB-14). */
export const refusedAuthenticationIsFinal = check({
  id: 'refused-authentication-is-final',
  level: 'MUST',
  requirements: ['WEB-14'],
  sentence: 'A refused hello closes the socket with 4401 or 1008, and the tab does not try again by itself.',
  start: () => together(notTriedAgain(), helloAnswered()),
});

function notTriedAgain(): Judge {
  const found = new Findings();
  const tabs = new Tabs();
  const stateOf = perTab(() => ({ refused: undefined as TabSocket | undefined }));
  return {
    on(event, exchange) {
      const moment = tabs.on(event, exchange);
      if (!moment) return;
      const { tab } = moment;
      const state = stateOf(tab);
      if (moment.what === 'verb' && hands.has(moment.verb)) state.refused = undefined;
      if (moment.what === 'ends' && moment.socket.operation === 'live' && isFinal(moment.socket)) {
        found.judged += 1;
        state.refused = moment.socket;
      }
      if (moment.what !== 'opens' || moment.socket.operation !== 'live' || !state.refused) return;
      const { end } = state.refused;
      found.breach(`${tab.actor} tried again by itself after ${end?.code}.`, end?.index, event.index);
      state.refused = undefined;
    },
    end: () => found,
  };
}
