import { check } from '../../check.ts';
import { Findings } from '../../findings.ts';
import { comparable } from '../../reading.ts';
import { Tabs } from '../tabs.ts';
import { mayBeStored, Prompts, remember, type Sending } from './prompts.ts';

/** The provider said that the frame resumes wrongly: sent again it is another. */
const aboutResume = new Set(['resume_required', 'nothing_to_resume']);

/** Every later message resumes, and what is sent again is the same (WEB-3). */
export const laterWithResume = check({
  id: 'later-with-resume',
  level: 'MUST',
  requirements: ['WEB-3', 'WEB-17'],
  sentence: 'Every message after the first has resume and the id of its session, and a frame sent again is identical.',
  start() {
    const found = new Findings();
    const tabs = new Tabs();
    const prompts = new Prompts();
    /** It resumes where the tab knows of a message, or sent one that it has no word of. */
    const judgeNew = (actor: string, { talk, frame, sent }: Sending, index: number) => {
      const [before] = mayBeStored(talk);
      const reason = talk.hasMessages ?? (before?.answer === 'unavailable' ? undefined : before?.frames[0]?.index);
      if (reason === undefined || frame.type !== 'send') return;
      found.judged += 1;
      if (frame.resume === true) return;
      found.breach(`${actor} sent a later message of session ${sent.sessionId} without resume.`, reason, index);
    };
    return {
      on(event, exchange) {
        const moment = tabs.on(event, exchange);
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
      },
      end: () => found,
    };
  },
});
