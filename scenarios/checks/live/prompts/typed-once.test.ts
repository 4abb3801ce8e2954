import { judgeLive, type LiveHistoryBuilder, type LiveLine } from '../testing.ts';
import { oneTurnPerMessage } from './one-turn-per-message.ts';

const types = (h: LiveHistoryBuilder, verb = 'say') => h.verb('frontend', verb, { text: 'Once' });
/** Answers the event that sends it. */
const sends = (line: LiveLine, clientMsgId: string) =>
  line.says({ type: 'send', sessionId: 's1', clientMsgId, prompt: 'Once', resume: true }) - 1;
const refused = (line: LiveLine, clientMsgId: string, code: string) =>
  line.hears({ type: 'error', code, detail: '', sessionId: 's1', clientMsgId });

judgeLive(oneTurnPerMessage, [
  [
    'passes a message that goes out again under its id, and one that is typed again',
    (h) => {
      types(h);
      const line = h.live();
      sends(line, 'c1');
      line.close();
      const next = h.live();
      sends(next, 'c1');
      types(h, 'interrupt');
      sends(next, 'c2');
    },
  ],
  [
    'passes another id after a refusal',
    (h) => {
      types(h);
      const line = h.live();
      sends(line, 'c1');
      refused(line, 'c1', 'resume_required');
      sends(line, 'c2');
    },
  ],
  [
    'fails when a message goes out again under another id',
    (h) => {
      const typed = types(h);
      const line = h.live();
      const first = sends(line, 'c1');
      line.close();
      return [typed, first, sends(h.live(), 'c2')];
    },
    /frontend sent "Once", which was typed once, under 2 clientMsgIds/,
  ],
  [
    'fails for another id after an answer that says nothing certain',
    (h) => {
      types(h);
      const line = h.live();
      sends(line, 'c1');
      refused(line, 'c1', 'unavailable');
      return [sends(line, 'c2')];
    },
    /typed once, under 2 clientMsgIds/,
  ],
  ['leaves out what callers send', (h) => void sends(h.live('caller:x'), 'c1'), 'left out'],
]);
