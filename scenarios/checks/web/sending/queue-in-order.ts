import type { Judge } from '../../check.ts';
import { Findings } from '../../findings.ts';
import { navigations, perTab, promptOf, type Tab, Tabs } from '../tabs.ts';

interface Typed {
  text: string;
  index: number;
  /** Which navigation it came after: only what was typed in one session has an order. */
  place: number;
  sent?: number;
  refused?: boolean;
  /** It was typed while there was no connection: it waits in the queue. */
  queued: boolean;
  /** Its session was left before it went out. */
  left?: boolean;
  /** How many waited before it. */
  before: number;
}

/** Messages a tab may hold while it is not connected. */
const bound = 100;

/** What is typed before `connected` goes out in its order, all of it, or is visibly refused (WEB-9). */
export function queueInOrder(): Judge {
  const found = new Findings();
  const tabs = new Tabs();
  const queueOf = perTab(() => ({ typed: [] as Typed[], spoilt: new Set<string>(), place: 0, hidden: false }));
  const waiting = (typed: readonly Typed[]) => typed.filter(({ sent, refused }) => sent === undefined && !refused);

  const judgeBound = (tab: Tab) => {
    for (const one of queueOf(tab).typed) {
      if (one.before <= bound || one.refused || !one.queued) continue;
      found.breach(`${tab.actor} took a message after ${one.before} that wait, without a word.`, one.index);
      one.refused = true;
    }
  };
  /** Of what was typed once and failed nowhere, the first frames have the order of typing. */
  const judgeOrder = (tab: Tab) => {
    const { typed, spoilt } = queueOf(tab);
    const counts = Map.groupBy(typed, ({ text }) => text);
    const clear = typed.filter(({ text, refused }) => counts.get(text)?.length === 1 && !spoilt.has(text) && !refused);
    let last: Typed | undefined;
    for (const one of clear.filter(({ sent }) => sent !== undefined)) {
      found.judged += 1;
      const isLater = last?.place === one.place && last.sent !== undefined && one.sent !== undefined;
      if (isLater && Number(one.sent) < Number(last?.sent)) {
        found.breach(`${tab.actor} sent what was typed first after what was typed later.`, one.sent, last?.sent);
      }
      last = one;
    }
    const { state, running } = tab.chat;
    const isUp = tab.sockets.at(-1)?.connected !== undefined && tab.sockets.at(-1)?.end === undefined;
    if (state !== 'ready' || running !== false || !isUp || queueOf(tab).hidden) return;
    for (const one of clear.filter(({ sent, queued, left }) => sent === undefined && queued && !left)) {
      found.breach(`${tab.actor} never sent what was typed before it was connected.`, one.index);
    }
  };
  return {
    on(event, exchange) {
      const moment = tabs.on(event, exchange);
      if (event.kind === 'phase' && event.phase === 'observe') for (const tab of tabs.all.values()) judgeOrder(tab);
      if (!moment) return;
      const { tab, index } = moment;
      const queue = queueOf(tab);
      if (moment.what === 'verb' && navigations.has(moment.verb)) {
        judgeBound(tab);
        queue.place += 1;
        queue.hidden = false;
        for (const one of waiting(queue.typed)) one.left = true;
        const isForgotten = moment.verb === 'reload' || moment.verb === 'close';
        if (isForgotten) queue.typed = queue.typed.filter(({ sent }) => sent !== undefined);
      }
      if (moment.what === 'verb' && moment.verb === 'say' && moment.args.whileRunning !== 'send') {
        judgeBound(tab);
        const queued = tab.chat.state === 'connecting' || tab.chat.state === 'creating';
        const before = waiting(queue.typed).length;
        queue.typed.push({ text: String(moment.args.text), index, place: queue.place, queued, before });
      }
      if (moment.what === 'verb' && moment.verb === 'interrupt') queue.spoilt.add(String(moment.args.text));
      if (moment.what === 'verb' && moment.verb === 'hide') queue.hidden = true;
      if (moment.what === 'verb' && moment.verb === 'show') queue.hidden = false;
      // Where the record could not be made, nothing waits for it any more.
      const isFailure = moment.what === 'answered' && moment.exchange.operation === 'createLiveSession';
      if (isFailure && (moment.status === null || moment.status >= 400)) {
        for (const one of waiting(queue.typed)) one.refused = true;
      }
      if (moment.what === 'report' && moment.report === 'chat') queue.spoilt.add(String(moment.detail.draft));
      if (moment.what === 'report' && moment.report === 'queue-refused') {
        found.judged += 1;
        const one = queue.typed.findLast(({ text, refused }) => text === moment.detail.text && !refused);
        if (one) one.refused = true;
        if (one?.queued && one.before < bound) {
          found.breach(`${tab.actor} refused a message after ${one.before} that wait.`, one.index, index);
        }
      }
      const prompt = moment.what === 'says' ? promptOf(moment.frame)?.prompt : undefined;
      const one = queue.typed.find(({ text, sent }) => text === prompt && sent === undefined);
      if (one) one.sent = index;
    },
    end: () => found,
  };
}
