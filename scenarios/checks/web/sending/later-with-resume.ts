import { check } from '../../check.ts';
import { Findings } from '../../findings.ts';
import { comparable } from '../../reading.ts';
import { eventsIn, type Moment, perTab, type Tab, Tabs } from '../tabs.ts';
import { mayBeStored, Prompts, remember, type Sending, type SentPrompt, type Talk } from './prompts.ts';

/** The provider said that the frame resumes wrongly: sent again it is another. */
const aboutResume = new Set(['resume_required', 'nothing_to_resume']);

/** Milliseconds after `connected` by which what was not answered is on its way again. */
const patience = 2000;

/** Every later message resumes, and what is sent again is the same (WEB-3). */
export const laterWithResume = check({
  id: 'later-with-resume',
  level: 'MUST',
  requirements: ['WEB-3', 'WEB-17'],
  sentence:
    'Every message after the first has resume and the id of its session, and what is not answered is sent again, identical.',
  start() {
    const found = new Findings();
    const tabs = new Tabs();
    const prompts = new Prompts();
    const sentBy = perTab(() => new Map<SentPrompt, Talk>());
    /** Ids of prompts that are known to be stored, answered or not. */
    const stored = perTab(() => new Set<string>());
    /** It resumes where the tab knows of a message, or sent one that it has no word of. */
    const judgeNew = (actor: string, { talk, frame, sent }: Sending, index: number) => {
      const [before] = mayBeStored(talk);
      const reason = talk.hasMessages ?? (before?.answer === 'unavailable' ? undefined : before?.frames[0]?.index);
      if (reason === undefined || frame.type !== 'send') return;
      found.judged += 1;
      if (frame.resume === true) return;
      found.breach(`${actor} sent a later message of session ${sent.sessionId} without resume.`, reason, index);
    };
    /** What was not answered on a connection goes out again on the next. */
    const judgeUnanswered = (tab: Tab, now: number) => {
      const socket = tab.sockets.at(-1);
      if (!socket?.connected || socket.end || now - socket.connected.time < patience) return;
      for (const [sent, talk] of sentBy(tab)) {
        const last = sent.frames.at(-1);
        if (!last || last.index > socket.connected.index || !talk.prompts.includes(sent)) continue;
        if (sent.answer !== undefined || stored(tab).has(sent.clientMsgId)) continue;
        found.judged += 1;
        const message = `${tab.actor} never sent message ${sent.clientMsgId} of session ${sent.sessionId} again, though it had no answer.`;
        found.breach(message, last.index, socket.connected.index);
      }
    };
    const noteStored = (moment: Moment) => {
      for (const event of eventsIn(moment))
        if (event.type === 'user_message') stored(moment.tab).add(event.clientMsgId);
    };
    return {
      on(event, exchange) {
        const moment = tabs.on(event, exchange);
        if (event.kind === 'phase' && event.phase === 'observe') {
          for (const tab of tabs.all.values()) judgeUnanswered(tab, event.time);
        }
        if (moment) noteStored(moment);
        const sending = moment && prompts.on(moment);
        if (!moment || !sending) return;
        const { sent, frame, isNew } = sending;
        const [first] = sent.frames;
        if (isNew) judgeNew(moment.tab.actor, sending, event.index);
        else if (first && !aboutResume.has(sent.answer ?? '')) {
          found.judged += 1;
          if (comparable(first.frame) !== comparable(frame)) {
            const message = `${moment.tab.actor} sent message ${sent.clientMsgId} of session ${sent.sessionId} again as another frame.`;
            found.breach(message, first.index, event.index);
          }
        }
        remember(sending);
        sentBy(moment.tab).set(sent, sending.talk);
      },
      end: () => found,
    };
  },
});
