import { check } from '../../check.ts';
import { Findings } from '../../findings.ts';
import { Tabs } from '../tabs.ts';
import { mayBeStored, Prompts, remember } from './prompts.ts';

/** The first message of a session resumes nothing (WEB-2). */
export const firstWithoutResume = check({
  id: 'first-without-resume',
  level: 'MUST',
  requirements: ['WEB-2', 'WEB-17'],
  sentence: 'The first message of a session is sent without resume, after its record was made.',
  start() {
    const found = new Findings();
    const tabs = new Tabs();
    const prompts = new Prompts();
    return {
      on(event, exchange) {
        const moment = tabs.on(event, exchange);
        const sending = moment && prompts.on(moment);
        if (!moment || !sending) return;
        const { talk, frame, isNew, sent } = sending;
        const isFirst = isNew && talk.hasMessages === undefined && mayBeStored(talk).length === 0;
        if (isFirst && talk.isEmpty !== undefined && frame.type === 'send') {
          found.judged += 1;
          if (frame.resume !== false) {
            const message = `${moment.tab.actor} sent the first message of session ${sent.sessionId} with resume.`;
            found.breach(message, talk.isEmpty, event.index);
          }
        }
        remember(sending);
      },
      end: () => found,
    };
  },
});
