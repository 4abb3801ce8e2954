import { judgeLive, type LiveHistoryBuilder, type LiveLine } from '../testing.ts';
import { closingTakesNothing } from './closing-takes-nothing.ts';
import { firstMessageAnswered } from './first-message-answered.ts';
import { interruptAtOnce } from './interrupt-at-once.ts';

const page = (h: LiveHistoryBuilder) => h.observeLive().s1 ?? -1;
const interrupts = (h: LiveHistoryBuilder, line: LiveLine, clientMsgId: string) => {
  line.says({ type: 'interrupt', sessionId: 's1', clientMsgId, prompt: 'x' });
  const { seq } = h.user(clientMsgId, 'x');
  const messageId = `m-${clientMsgId}`;
  return line.hears({ type: 'accepted', sessionId: 's1', clientMsgId, messageId, seq, status: 'stored' });
};

judgeLive(interruptAtOnce, [
  [
    'passes when the turn ends and its prompt is next, and when nothing ran',
    (h) => {
      h.begun();
      h.user('c2');
      const line = h.live();
      interrupts(h, line, 'c3');
      h.interrupted('c1');
      h.wait(500);
      h.complete('c3');
      h.wait(500);
      h.complete('c2');
      h.wait(500);
      interrupts(h, line, 'c4');
      h.wait(500);
      h.complete('c4');
      h.observeLive();
    },
  ],
  [
    'fails when the running turn goes on to its end',
    (h) => {
      h.begun();
      const asked = interrupts(h, h.live(), 'c2');
      h.wait(500);
      h.complete('c1');
      h.complete('c2');
      return [asked - 1, page(h)];
    },
    /did not end the running turn at once: the next to end was c1, as message_complete/,
  ],
  [
    'fails when the turn is interrupted late',
    (h) => {
      h.begun();
      interrupts(h, h.live(), 'c2');
      h.wait(5_000);
      h.interrupted('c1');
      h.complete('c2');
      return [page(h)];
    },
    /did not end the running turn at once/,
  ],
  [
    'fails when another prompt goes first',
    (h) => {
      h.begun();
      h.user('c2');
      interrupts(h, h.live(), 'c3');
      h.interrupted('c1');
      h.complete('c2');
      h.complete('c3');
      return [page(h)];
    },
    /was not the next to be done: c2 ended before it/,
  ],
  [
    'leaves out an interrupt while the loop starts, and one that a stop crosses',
    (h) => {
      h.make();
      h.state('CREATED', 0);
      h.user('c1');
      h.state('STARTING');
      const line = h.live();
      interrupts(h, line, 'c2');
      h.state('ACTIVE');
      interrupts(h, line, 'c3');
      line.says({ type: 'stop', sessionId: 's1' });
      h.interrupted('c1');
      h.observeLive();
    },
    'left out',
  ],
]);

const closing = (h: LiveHistoryBuilder) => {
  h.begun();
  const line = h.live();
  line.switches('s1', { seq: 4 });
  line.says({ type: 'stop', sessionId: 's1' });
  line.hears({ type: 'stopping', sessionId: 's1', state: 'CLOSING' });
  line.hears(h.state('CLOSING'));
  h.wait(200);
  return line;
};

judgeLive(closingTakesNothing, [
  [
    'passes when the session ends and a new loop takes the prompt',
    (h) => {
      const line = closing(h);
      h.interrupted('c1');
      h.state('ENDED');
      h.state('CREATED');
      h.user('c2');
      line.prompts('s1', 'c2', 'say c2', { seq: 9 });
      h.state('STARTING', 2);
      h.wait(500);
      h.complete('c2', 2);
      h.observeLive();
    },
  ],
  [
    'fails when the closing loop does it',
    (h) => {
      const line = closing(h);
      h.user('c2');
      line.prompts('s1', 'c2', 'say c2', { seq: 6 });
      h.complete('c1');
      h.complete('c2');
      return [page(h)];
    },
    /was CLOSING, and its prompt c2 was given to the closing run 1/,
  ],
  [
    'leaves out a prompt that came with a restart',
    (h) => {
      const line = closing(h);
      h.fault('object-reset');
      h.user('c2');
      line.prompts('s1', 'c2', 'say c2', { seq: 6 });
      h.interrupted('c2');
      h.observeLive();
    },
    'left out',
  ],
]);

const comesBack = (h: LiveHistoryBuilder) => {
  h.idle();
  const line = h.live();
  const switched = line.switches('s1', { seq: 5 });
  line.hears(h.user('c2'));
  const accepted = line.prompts('s1', 'c2', 'say c2', { seq: 6 });
  return { ...line, switched, accepted };
};

judgeLive(firstMessageAnswered, [
  [
    'passes one reply that is sent at once',
    (h) => {
      const line = comesBack(h);
      h.wait(500);
      line.hears(h.complete('c2'));
      h.observeLive();
    },
  ],
  [
    'fails when the message is swallowed',
    (h) => {
      const { switched, accepted } = comesBack(h);
      h.wait(61_000);
      h.observeLive();
      return [switched, accepted];
    },
    /The first message \(c2\) of frontend after it switched to session s1 was never answered/,
  ],
  [
    'fails when the reply is not sent, or late',
    (h) => {
      const line = comesBack(h);
      h.wait(500);
      const reply = h.complete('c2');
      h.wait(5_000);
      const told = line.hears(reply);
      h.observeLive();
      return [told];
    },
    /was sent its answer 5000 ms after it was stored/,
  ],
  [
    'fails for a reply that nobody was sent',
    (h) => {
      comesBack(h);
      h.wait(500);
      h.complete('c2');
      h.wait(5_000);
      return [page(h)];
    },
    /its end \(message_complete, event \d+\) was never sent to whoever sent it/,
  ],
  [
    'fails for two ends',
    (h) => {
      const line = comesBack(h);
      const ends = [line.hears(h.complete('c2')), line.hears(h.complete('c2'))];
      h.observeLive();
      return ends;
    },
    /was answered 2 times/,
  ],
  [
    'leaves out a turn at work',
    (h) => {
      comesBack(h);
      h.observeLive();
    },
    'left out',
  ],
]);
