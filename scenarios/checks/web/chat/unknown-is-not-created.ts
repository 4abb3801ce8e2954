import { check, type Judge } from '../../check.ts';
import { Findings } from '../../findings.ts';
import { param } from '../../reading.ts';
import { unknownNotFound } from '../provider/unknown-not-found.ts';
import { isAtOnce, navigations, perTab, type Tab, Tabs } from '../tabs.ts';
import { together } from '../together.ts';

interface Opening {
  sessionId: string;
  verb: number;
  answer?: { status: number | null; index: number; time: number };
  noticed: boolean;
  /** Something was shown since the answer. */
  seen: boolean;
  /** Its record is made. */
  makes?: boolean;
  /** The first report that calls it not created. */
  notCreated?: number;
}

/** Only what is not there is not created; anything else is an error (WEB-6). */
export const unknownIsNotCreated = check({
  id: 'unknown-is-not-created',
  level: 'MUST',
  requirements: ['WEB-6'],
  sentence: 'A session that is not there is 404 and shown as not created; any other failure is shown as an error.',
  start: () => together(shownAsItIs(), unknownNotFound()),
});

function shownAsItIs(): Judge {
  const found = new Findings();
  const tabs = new Tabs();
  const stateOf = perTab(() => ({ now: undefined as Opening | undefined }));
  const judge = (tab: Tab, now: number) => {
    const opening = stateOf(tab).now;
    const answer = opening?.answer;
    if (!opening || !answer || (isAtOnce(answer.time, now) && !opening.seen)) return;
    found.judged += 1;
    const { sessionId, verb } = opening;
    const how = answer.status === null ? 'had no answer' : `was answered ${answer.status}`;
    const say = (what: string, event?: number) =>
      found.breach(`The history of session ${sessionId} ${how}, but ${tab.actor} ${what}.`, verb, answer.index, event);
    if (answer.status === 404) {
      const isTaken = opening.notCreated !== undefined || tab.chat.state === 'not-created' || opening.makes;
      if (!isTaken) say('does not show it as not created');
    } else {
      if (opening.notCreated !== undefined) say('shows it as not created', opening.notCreated);
      if (!opening.noticed) say('tells nobody');
    }
  };
  return {
    on(event, exchange) {
      const moment = tabs.on(event, exchange);
      if (event.kind === 'phase' && event.phase === 'observe') {
        for (const tab of tabs.all.values()) judge(tab, Number.NaN);
      }
      if (!moment) return;
      const { tab, index, time } = moment;
      const state = stateOf(tab);
      if (moment.what === 'verb') {
        judge(tab, time);
        const begins = moment.verb === 'open' || moment.verb === 'reload';
        const isOver = navigations.has(moment.verb) || moment.verb === 'reconnect' || state.now?.answer !== undefined;
        if (isOver) state.now = undefined;
        if (begins && tab.current !== null)
          state.now = { sessionId: tab.current, verb: index, noticed: false, seen: false };
      }
      const opening = state.now;
      if (!opening) return;
      if (moment.what === 'answered' && moment.exchange.operation === 'liveHistory') {
        const { exchange: request, status } = moment;
        const isMine = param(request, 'sessionId') === opening.sessionId && request.sent.index > opening.verb;
        if (!isMine) return;
        // Asked again by itself and answered: that is what counts.
        if (status === 200) state.now = undefined;
        else opening.answer = { status, index, time };
      }
      // With a message that waits it is made at once.
      if (moment.what === 'asks' && moment.exchange.operation === 'createLiveSession') opening.makes = true;
      if (moment.what !== 'report' || !opening.answer) return;
      opening.seen = true;
      if (moment.report === 'notice') opening.noticed = true;
      if (moment.report === 'chat' && moment.detail.state === 'not-created') opening.notCreated ??= index;
    },
    end: () => found,
  };
}
