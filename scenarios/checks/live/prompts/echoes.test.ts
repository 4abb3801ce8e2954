import { judgeLive, type LiveHistoryBuilder } from '../testing.ts';
import { replyIsTheEcho } from './reply-is-the-echo.ts';

const page = (h: LiveHistoryBuilder) => h.observeLive().s1 ?? -1;
const metadata = { totalTokens: 3, messageCount: 2, lastMessageAt: null, firstMessagePreview: null };
const completes = (h: LiveHistoryBuilder, content: string) =>
  h.store('message_complete', { clientMsgId: 'c1', messageId: 'r-c1', content, run: 1, metadata }, 's1');
const breaksOff = (h: LiveHistoryBuilder, content: string) =>
  h.store('message_interrupted', { clientMsgId: 'c1', messageId: 'r-c1', content, run: 1 }, 's1');

judgeLive(replyIsTheEcho, [
  [
    'passes a whole echo',
    (h) => {
      h.begun('s1', 'say it twice');
      completes(h, 'Echo: say it twice');
      h.observeLive();
    },
  ],
  [
    'passes the beginning of one that was interrupted',
    (h) => {
      h.begun('s1', 'say it twice');
      breaksOff(h, 'Echo: say ');
      h.observeLive();
    },
  ],
  [
    'fails for a word that is lost',
    (h) => {
      h.begun('s1', 'say it twice');
      completes(h, 'Echo: say twice');
      return [page(h)];
    },
    /The reply to c1 in session s1 is "Echo: say twice", and its echo is "Echo: say it twice"/,
  ],
  [
    'fails for the echo of another prompt, also where it is cut off',
    (h) => {
      h.begun('s1', 'say it twice');
      breaksOff(h, 'Echo: something');
      return [page(h)];
    },
    /is "Echo: something"/,
  ],
  [
    'leaves out what is no echo: nobody can foresee it',
    (h) => {
      h.begun('s1', 'say it twice');
      completes(h, 'It, it.');
      h.observeLive();
    },
    'left out',
  ],
]);
