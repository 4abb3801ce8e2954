import { limits } from '../../../../contracts/wire/index.ts';
import { check, type Exchange } from '../../check.ts';
import { Findings } from '../../findings.ts';
import { param } from '../../reading.ts';
import { navigations, perTab, Tabs } from '../tabs.ts';

/** The first messages of a new session make one record (WEB-17). */
export const createdOnce = check({
  id: 'created-once',
  level: 'MUST',
  requirements: ['WEB-17', 'WEB-16', 'WEB-19'],
  sentence:
    'A tab makes the record of a new session once, and again only under the same id where that may have failed.',
  start() {
    const found = new Findings();
    const tabs = new Tabs();
    /** The last request since the tab went to a new session, and whether it is known to have failed, or not to be known. */
    const stateOf = perTab(() => ({
      last: undefined as Exchange | undefined,
      status: undefined as number | null | undefined,
    }));
    return {
      on(event, exchange) {
        const moment = tabs.on(event, exchange);
        if (!moment) return;
        const { tab } = moment;
        const state = stateOf(tab);
        if (moment.what === 'verb' && navigations.has(moment.verb)) state.last = undefined;
        if (moment.what === 'answered' && moment.exchange === state.last) state.status = moment.status;
        if (moment.what !== 'asks' || moment.exchange.operation !== 'createLiveSession') return;
        found.judged += 1;
        const { last, status } = state;
        state.last = moment.exchange;
        state.status = undefined;
        if (!last) return;
        // Without a message it may have been removed by now (WEB-1).
        if (event.time - last.sent.time >= limits.emptySessionLife - 1000) return;
        const sessionId = param(moment.exchange, 'sessionId');
        if (status !== null && (status === undefined || status < 400)) {
          const how = status === undefined ? 'before it was answered' : 'though it had been made';
          found.breach(
            `${tab.actor} made a record again (session ${sessionId}), ${how}.`,
            last.sent.index,
            event.index,
          );
        } else if (param(last, 'sessionId') !== sessionId && status !== 409) {
          const message = `${tab.actor} made the record again under another id, ${sessionId}.`;
          found.breach(message, last.sent.index, event.index);
        }
      },
      end: () => found,
    };
  },
});
