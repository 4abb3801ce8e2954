import { limits } from '../../../../contracts/wire/index.ts';
import { check, type Exchange } from '../../check.ts';
import { Findings } from '../../findings.ts';
import { param } from '../../reading.ts';
import { navigations, perTab, promptOf, Tabs } from '../tabs.ts';

/** The first messages of a new session make one record (WEB-17). */
export const createdOnce = check({
  id: 'created-once',
  level: 'MUST',
  requirements: ['WEB-17', 'WEB-16', 'WEB-19'],
  sentence:
    'A tab makes the record of a new session once, again only under the same id where that may have failed, and anew where it is gone or its id is taken.',
  start() {
    const found = new Findings();
    const tabs = new Tabs();
    /** The last request since the tab went to a new session, and whether it is known to have failed, or not to be known. */
    const stateOf = perTab(() => ({
      last: undefined as Exchange | undefined,
      status: undefined as number | null | undefined,
      /** It was made, and is not there any more. */
      gone: undefined as { sessionId: string; event: number } | undefined,
      /** Ids of other users, each with the event that says so. */
      taken: new Map<string, number>(),
    }));
    return {
      on(event, exchange) {
        const moment = tabs.on(event, exchange);
        if (!moment) return;
        const { tab } = moment;
        const state = stateOf(tab);
        if (moment.what === 'verb' && navigations.has(moment.verb)) {
          state.last = undefined;
          state.gone = undefined;
        }
        if (moment.what === 'answered' && moment.exchange === state.last) state.status = moment.status;
        if (moment.what === 'answered' && moment.status === 409 && moment.body.code === 'session_id_taken') {
          state.taken.set(param(moment.exchange, 'sessionId'), event.index);
        }
        if (moment.what === 'hears' && state.last) {
          const { type, code, sessionId, clientMsgId } = moment.frame;
          const isGone = type === 'error' && code === 'not_found' && clientMsgId !== undefined;
          // Removed before its first message came: there is nothing under the id any more.
          if (isGone && sessionId === param(state.last, 'sessionId')) {
            state.gone = { sessionId, event: event.index };
            state.last = undefined;
          }
        }
        const prompt = moment.what === 'says' ? promptOf(moment.frame) : undefined;
        if (prompt && state.gone?.sessionId === prompt.sessionId) {
          found.judged += 1;
          const message = `${tab.actor} sent a message to session ${prompt.sessionId}, which is gone, and did not make it again.`;
          found.breach(message, state.gone.event, event.index);
          state.gone = undefined;
        }
        if (moment.what !== 'asks' || moment.exchange.operation !== 'createLiveSession') return;
        found.judged += 1;
        const { last, status } = state;
        state.last = moment.exchange;
        state.gone = undefined;
        state.status = undefined;
        const sessionId = param(moment.exchange, 'sessionId');
        const refused = state.taken.get(sessionId);
        if (refused !== undefined) {
          const message = `${tab.actor} tried again under ${sessionId}, an id that is another user's.`;
          found.breach(message, refused, event.index);
        }
        if (!last) return;
        // Without a message it may have been removed by now (WEB-1).
        if (event.time - last.sent.time >= limits.emptySessionLife - 1000) return;
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
