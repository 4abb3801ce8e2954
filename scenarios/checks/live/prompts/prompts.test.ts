import { judgeLive, type LiveHistoryBuilder, type LiveLine } from '../testing.ts';
import { oneOwner } from './one-owner.ts';
import { oneTurnPerMessage } from './one-turn-per-message.ts';
import { startingKeepsPrompts } from './starting-keeps-prompts.ts';

const page = (h: LiveHistoryBuilder) => h.observeLive().s1 ?? -1;
const refuses = (line: LiveLine, clientMsgId: string, prompt: string, code: string) => {
  line.says({ type: 'send', sessionId: 's1', clientMsgId, prompt, resume: true });
  return line.hears({ type: 'error', code, detail: '', sessionId: 's1', clientMsgId });
};
judgeLive(oneTurnPerMessage, [
  [
    'passes a duplicate, and a conflict',
    (h) => {
      h.idle();
      const line = h.live();
      h.user('c2');
      line.prompts('s1', 'c2', 'say c2', { seq: 6 });
      line.prompts('s1', 'c2', 'say c2', { seq: 6, status: 'duplicate' });
      refuses(line, 'c2', 'other', 'client_msg_conflict');
      h.observeLive();
    },
  ],
  [
    'fails for two turns',
    (h) => {
      h.idle();
      h.user('c2');
      h.user('c2');
      return [page(h)];
    },
    /The message c2 is twice in session s1/,
  ],
  [
    'fails when it is accepted as new twice, or under another id',
    (h) => {
      h.idle();
      const line = h.live();
      h.user('c2');
      line.prompts('s1', 'c2', 'say c2', { seq: 6 });
      return [line.prompts('s1', 'c2', 'say c2', { seq: 7, messageId: 'm9' }), page(h)];
    },
    /accepted as new twice. \(and 1 more\)/,
  ],
  [
    'fails when another prompt is accepted, and when the same one is a conflict',
    (h) => {
      h.idle();
      const line = h.live();
      h.user('c2');
      line.prompts('s1', 'c2', 'say c2', { seq: 6 });
      const other = line.prompts('s1', 'c2', 'other', { seq: 6, status: 'duplicate' });
      h.user('c3');
      line.prompts('s1', 'c3', 'say c3', { seq: 7 });
      return [other, refuses(line, 'c3', 'say c3', 'client_msg_conflict'), page(h)];
    },
    /was accepted with another prompt. \(and 1 more\)/,
  ],
  [
    'fails when a new message is called a duplicate',
    (h) => [h.live().prompts('s1', 'c2', 'x', { seq: 1, status: 'duplicate' })],
    /was new and accepted as a duplicate/,
  ],
  [
    'fails when a stored message is judged by its resume',
    (h) => {
      h.idle();
      const line = h.live();
      h.user('c2');
      line.prompts('s1', 'c2', 'say c2', { seq: 6 });
      return [refuses(line, 'c2', 'say c2', 'resume_required'), page(h)];
    },
    /was refused as resume_required, though it is stored/,
  ],
  [
    'leaves out a frame that was answered unavailable',
    (h) => {
      refuses(h.live(), 'c1', 'x', 'unavailable');
    },
    'left out',
  ],
]);

const takeover = (by: LiveLine) => ({ type: 'session_takeover', sessionId: 's1', by: by.connectionId });

judgeLive(oneOwner, [
  [
    'passes when who sent before is told once, and when its socket is gone',
    (h) => {
      const [a, b, c] = [h.live('frontend:a'), h.live('frontend:b'), h.live('frontend:c')];
      a.prompts('s1', 'c1', 'x', { seq: 2 });
      b.says({ type: 'send', sessionId: 's1', clientMsgId: 'c2', prompt: 'x', resume: true });
      a.hears(takeover(b));
      b.hears({ type: 'accepted', sessionId: 's1', clientMsgId: 'c2', messageId: 'm-c2', seq: 5, status: 'stored' });
      b.close();
      c.prompts('s1', 'c3', 'x', { seq: 9 });
    },
  ],
  [
    'fails when it is not told',
    (h) => {
      const [a, b] = [h.live('frontend:a'), h.live('frontend:b')];
      a.prompts('s1', 'c1', 'x', { seq: 2 });
      return [b.prompts('s1', 'c2', 'x', { seq: 5 })];
    },
    /frontend:a sent in session s1 and was not told that frontend:b took it over/,
  ],
  [
    'fails when it is told twice, or somebody else is',
    (h) => {
      const [a, b, c] = [h.live('frontend:a'), h.live('frontend:b'), h.live('frontend:c')];
      a.prompts('s1', 'c1', 'x', { seq: 2 });
      b.prompts('s1', 'c2', 'x', { seq: 5 });
      a.hears(takeover(b));
      return [a.hears(takeover(b)), c.hears(takeover(b))];
    },
    /frontend:a was told of a takeover of session s1 that was none. \(and 1 more\)/,
  ],
  [
    'fails when it is told late',
    (h) => {
      const [a, b] = [h.live('frontend:a'), h.live('frontend:b')];
      a.prompts('s1', 'c1', 'x', { seq: 2 });
      b.prompts('s1', 'c2', 'x', { seq: 5 });
      h.wait(5_000);
      return [a.hears(takeover(b))];
    },
    /was told late/,
  ],
  [
    'fails when a message that is repeated takes the session over',
    (h) => {
      const [a, b] = [h.live('frontend:a'), h.live('frontend:b')];
      a.prompts('s1', 'c1', 'x', { seq: 2 });
      b.prompts('s1', 'c1', 'x', { seq: 2, status: 'duplicate' });
      return [a.hears(takeover(b))];
    },
    /frontend:a was told of a takeover of session s1 that was none/,
  ],
  [
    'leaves out what a restart makes uncertain',
    (h) => {
      const [a, b] = [h.live('frontend:a'), h.live('frontend:b')];
      a.prompts('s1', 'c1', 'x', { seq: 2 });
      h.fault('object-evicted');
      b.prompts('s1', 'c2', 'x', { seq: 5 });
    },
    'left out',
  ],
]);

judgeLive(startingKeepsPrompts, [
  [
    'passes when the loop that starts takes it',
    (h) => {
      h.state('CREATED', 0);
      h.user('c1');
      h.state('STARTING');
      h.user('c2');
      h.state('ACTIVE');
      h.complete('c1');
      h.make();
      h.complete('c2');
      h.observeLive();
    },
  ],
  [
    'fails when it starts a second loop',
    (h) => {
      h.make();
      h.state('CREATED', 0);
      h.state('STARTING');
      h.user('c2');
      h.state('ENDED');
      h.state('CREATED');
      h.state('STARTING', 2);
      h.complete('c2', 2);
      return [page(h)];
    },
    /came while run 1 of session s1 started, and was taken by run 2/,
  ],
  [
    'fails when it is stored and never given to the loop',
    (h) => {
      h.make();
      h.state('CREATED', 0);
      h.state('STARTING');
      h.user('c2');
      h.state('ACTIVE');
      h.wait(61_000);
      return [page(h)];
    },
    /came while run 1 of session s1 started, and was never answered/,
  ],
  [
    'fails when it is interrupted though nobody did that',
    (h) => {
      h.make();
      h.state('CREATED', 0);
      h.state('STARTING');
      h.user('c2');
      h.interrupted('c2');
      return [page(h)];
    },
    /and was interrupted, though nobody did that/,
  ],
  [
    'fails when a second loop answers it beside the first',
    (h) => {
      h.make();
      h.state('CREATED', 0);
      h.user('c1');
      h.state('STARTING');
      h.user('c2');
      const line = h.live();
      const of = (id: string) => ({ sessionId: 's1', messageId: `r-${id}` });
      const begins = (id: string) =>
        line.hears({ type: 'message_start', ...of(id), clientMsgId: id, run: 1, text: '', index: 0 });
      begins('c1');
      const second = begins('c2');
      const piece = line.hears({ type: 'chunk', ...of('c1'), index: 0, text: 'Echo' });
      h.complete('c1');
      h.complete('c2');
      h.observeLive();
      return [second, piece];
    },
    /was answered beside another by a second loop/,
  ],
  [
    'leaves out a session that is stopped while it starts',
    (h) => {
      h.make();
      h.state('CREATED', 0);
      h.state('STARTING');
      h.user('c2');
      h.live().says({ type: 'stop', sessionId: 's1' });
      h.interrupted('c2');
      h.observeLive();
    },
    'left out',
  ],
]);
