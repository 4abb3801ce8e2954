import { check } from '../../check.ts';
import { Findings } from '../../findings.ts';
import { text } from '../../reading.ts';
import { type Moment, navigations, perTab, promptOf, type Tab, Tabs } from '../tabs.ts';
import { messagesOf } from './views.ts';

interface Failure {
  /** The typed text; undefined where it is not known. */
  text: string | undefined;
  clientMsgId?: string;
  sessionId: string | undefined;
  what: string;
  index: number;
  time: number;
  noticed: boolean;
  /** It may be sent again by itself, in a while. */
  rests: boolean;
}

const underWay = new Set(['queued', 'sent', 'accepted', 'streaming']);

/** What failed is shown, and what was typed is kept (WEB-19). */
export const errorsShown = check({
  id: 'errors-shown',
  level: 'MUST',
  requirements: ['WEB-19'],
  sentence: 'A refused prompt and a failed creation are shown, end the waiting, and keep the typed text.',
  start() {
    const found = new Findings();
    const tabs = new Tabs();
    const stateOf = perTab(() => ({
      open: [] as Failure[],
      sent: new Map<string, string>(),
      /** What was typed since the tab came here. */
      said: [] as string[],
      transcript: undefined as
        | { index: number; sessionId: string | undefined; detail: Record<string, unknown> }
        | undefined,
      /** Since `retry`: the verb, and what went out again. */
      retry: undefined as { index: number; draft: string; frames: number[] } | undefined,
    }));
    /** `now`: of the verb that comes next; none at the end. */
    const settle = (tab: Tab, now?: number) => {
      const isEnd = now === undefined;
      const state = stateOf(tab);
      // What failed in this very moment may not be dealt with yet.
      const due = state.open.filter(({ time, noticed, rests }) => (time !== now || noticed) && !(rests && !isEnd));
      for (const { text: typed, what, index, noticed, sessionId } of due) {
        found.judged += 1;
        if (!noticed) found.breach(`${tab.actor} shows nothing of it: ${what}.`, index);
        if (typed === undefined) continue;
        const draft = String(tab.chat.draft ?? '');
        const kept = due.some((other) => other.text !== undefined && draft.includes(other.text));
        if (!kept) found.breach(`${tab.actor} does not keep what was typed, though ${what}.`, index);
        const shown = state.transcript?.sessionId === sessionId ? messagesOf(state.transcript?.detail ?? {}) : [];
        const mine = shown.filter(({ role, text: content }) => role === 'user' && content === typed);
        if (mine.length === 1 && underWay.has(mine[0]?.status ?? '')) {
          found.breach(`${tab.actor} goes on waiting, though ${what}.`, index, state.transcript?.index);
        }
      }
      state.open = state.open.filter(({ rests }) => rests && !isEnd);
    };
    /** It was taken up again, or is settled otherwise: nothing is owed. */
    const forget = (tab: Tab, gone: (failure: Failure) => boolean) => {
      const state = stateOf(tab);
      state.open = state.open.filter((failure) => !gone(failure));
    };
    const failed = (moment: Moment) => {
      const { tab, index, time } = moment;
      const state = stateOf(tab);
      const at = { index, time, noticed: false, rests: moment.what === 'hears' && moment.frame.code === 'unavailable' };
      if (moment.what === 'answered' && moment.exchange.operation === 'createLiveSession') {
        if (moment.status !== null && moment.status < 400) return;
        const { sessionId } = moment.exchange.sent.message.params;
        if (sessionId !== tab.current) return;
        const how = moment.status === null ? 'had no answer' : `was answered ${moment.status}`;
        state.open.push({ ...at, text: one(state.said), sessionId, what: `making session ${sessionId} ${how}` });
      }
      if (moment.what !== 'hears' || moment.frame.type !== 'error') return;
      const clientMsgId = text(moment.frame.clientMsgId) ?? '';
      const typed = state.sent.get(clientMsgId);
      if (typed === undefined) return;
      const sessionId = text(moment.frame.sessionId);
      // Of another session than the one shown it is told when that is shown again.
      if (sessionId !== tab.current) return;
      state.open.push({
        ...at,
        text: typed,
        clientMsgId,
        sessionId,
        what: `a prompt was refused, ${moment.frame.code}`,
      });
    };
    return {
      on(event, exchange) {
        const moment = tabs.on(event, exchange);
        if (event.kind === 'phase' && event.phase === 'observe') {
          for (const tab of tabs.all.values()) settle(tab);
        }
        if (!moment) return;
        const { tab, index } = moment;
        const state = stateOf(tab);
        if (moment.what === 'verb') {
          settle(tab, moment.time);
          state.retry = moment.verb === 'retry' ? { index, draft: String(tab.chat.draft), frames: [] } : undefined;
          if (moment.verb === 'say' || moment.verb === 'interrupt') state.said.push(String(moment.args.text));
          if (navigations.has(moment.verb)) {
            state.said = [];
            state.open = [];
          }
        }
        if (moment.what === 'asks' && moment.exchange.operation === 'createLiveSession') {
          forget(tab, ({ clientMsgId }) => clientMsgId === undefined);
        }
        if (moment.what === 'ends') state.retry = undefined;
        const prompt = moment.what === 'says' ? promptOf(moment.frame) : undefined;
        if (prompt) {
          state.sent.set(prompt.clientMsgId, prompt.prompt);
          forget(tab, ({ clientMsgId }) => clientMsgId === prompt.clientMsgId);
          if (state.retry && prompt.prompt === state.retry.draft) {
            state.retry.frames.push(index);
            found.judged += 1;
            if (state.retry.frames.length === 2) {
              found.breach(
                `${tab.actor} sent a prompt twice when told to try again.`,
                state.retry.index,
                ...state.retry.frames,
              );
            }
          }
        }
        if (moment.what === 'hears' && moment.frame.type === 'accepted') {
          const { clientMsgId: taken } = moment.frame;
          forget(tab, ({ clientMsgId }) => clientMsgId === taken);
        }
        failed(moment);
        if (moment.what !== 'report') return;
        if (moment.report === 'notice') for (const failure of state.open) failure.noticed = true;
        if (moment.report === 'transcript') {
          state.transcript = { index, sessionId: text(moment.detail.sessionId), detail: moment.detail };
        }
      },
      end: () => found,
    };
  },
});

/** Of several that wait for a record, which one is kept is not promised. */
function one(said: readonly string[]): string | undefined {
  return said.length === 1 ? said[0] : undefined;
}
