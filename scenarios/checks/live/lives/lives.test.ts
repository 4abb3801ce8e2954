import { judgeLive, type LiveHistoryBuilder } from '../testing.ts';
import { endsForAReason } from './ends-for-a-reason.ts';
import { idleEnded } from './idle-ended.ts';
import { legalTransitionsOnly } from './legal-transitions.ts';
import { oneLoopAlive } from './one-loop-alive.ts';

const hours = 3_600_000;
const stop = (h: LiveHistoryBuilder) => {
  const line = h.live();
  line.says({ type: 'stop', sessionId: 's1' });
  line.hears({ type: 'stopping', sessionId: 's1', state: 'CLOSING' });
};
const page = (h: LiveHistoryBuilder) => h.observeLive().s1 ?? -1;

judgeLive(endsForAReason, [
  [
    'passes a stop, an idle end and a restart',
    (h) => {
      h.begun();
      stop(h);
      h.state('CLOSING');
      h.interrupted('c1');
      h.state('ENDED');
      h.begun('s2');
      h.complete('c1', 1, 's2');
      h.wait(48 * hours);
      h.state('ENDED', 1, 's2');
      h.begun('s3');
      h.fault('object-evicted');
      h.wait(10);
      h.interrupted('c1', 1, 's3');
      h.state('ENDED', 1, 's3');
      h.observeLive();
    },
  ],
  [
    'passes an interrupt that ends one turn',
    (h) => {
      h.begun();
      const line = h.live();
      line.says({ type: 'interrupt', sessionId: 's1', clientMsgId: 'c2', prompt: 'x' });
      h.user('c2', 'x');
      h.interrupted('c1');
      h.observeLive();
    },
  ],
  [
    'fails when a switch kills a loop that runs',
    (h) => {
      h.begun();
      h.live().switches('s1', { seq: 4 });
      h.wait(20);
      h.interrupted('c1');
      h.state('ENDED');
      return [page(h)];
    },
    /Session s1 was ACTIVE and ended, though nobody stopped it/,
  ],
  [
    'fails when a turn is interrupted by a send, and when one interrupt ends two',
    (h) => {
      h.begun();
      h.user('c2');
      h.wait(5_000);
      h.live().says({ type: 'interrupt', sessionId: 's1', clientMsgId: 'c3', prompt: 'x' });
      h.user('c3', 'x');
      h.interrupted('c1');
      h.interrupted('c2');
      return [page(h)];
    },
    /The turn of c2 in session s1 was interrupted/,
  ],
  [
    'fails when an idle session is ended too early',
    (h) => {
      h.idle();
      h.wait(47 * hours);
      h.state('ENDED');
      return [page(h)];
    },
    /was ACTIVE and ended/,
  ],
  [
    'leaves out a session that was not read to the end',
    (h) => {
      h.begun();
      h.live().hears(h.state('ENDED'));
      h.observeLive({ without: ['s1'] });
    },
    'left out',
  ],
]);

judgeLive(legalTransitionsOnly, [
  [
    'passes a session that goes with those who watch it',
    (h) => {
      h.begun();
      const [line, other] = [h.live(), h.live('frontend:b')];
      line.switches('s1', { seq: 4 });
      other.switches('s1', { seq: 4 });
      line.close();
      h.wait(2_000);
      other.close();
      h.state('DETACHED');
      h.wait(2_000);
      h.observeLive();
    },
  ],
  [
    'fails when the session stays ACTIVE without its last watcher',
    (h) => {
      h.begun();
      const line = h.live();
      line.switches('s1', { seq: 4 });
      const gone = line.close();
      h.wait(2_000);
      return [gone, page(h)];
    },
    /was the last to watch session s1, which stayed ACTIVE without it/,
  ],
  [
    'leaves out a watcher whose connection went silent before it was closed: nobody could tell the target',
    (h) => {
      h.begun();
      const line = h.live();
      line.switches('s1', { seq: 4 });
      h.fault('half-open', line.op);
      line.close();
      h.wait(2_000);
      page(h);
    },
  ],
  [
    'passes a whole life and the next',
    (h) => {
      h.idle();
      h.state('CLOSING');
      h.state('ENDED');
      h.state('CREATED');
      h.state('STARTING', 2);
      h.observeLive();
    },
  ],
  [
    'fails when ENDED becomes ACTIVE',
    (h) => {
      h.idle();
      h.state('ENDED');
      h.state('ACTIVE');
      return [page(h)];
    },
    /went from ENDED to ACTIVE/,
  ],
  [
    'fails when times do not grow',
    (h) => {
      h.begun();
      h.store('session_state', { state: 'DETACHED', run: 1, at: 5 });
      return [page(h)];
    },
    /became DETACHED at 5, not after ACTIVE/,
  ],
  [
    'fails for a gap, a wrong beginning and a run that is not the next',
    (h) => {
      h.state('STARTING', 1);
      h.state('ACTIVE', 2);
      h.store('mode_changed', { mode: 'auto', seq: 9 });
      return [page(h)];
    },
    /Event 3 of session s1 has seq 9. \(and 2 more\)/,
  ],
  [
    'leaves out a session that was removed and made again',
    (h) => {
      h.make();
      h.state('CREATED', 0);
      h.make();
      h.observeLive();
    },
    'left out',
  ],
]);

judgeLive(idleEnded, [
  [
    'passes an end after 48 hours, and one new run after it',
    (h) => {
      h.idle();
      h.wait(48 * hours);
      h.state('ENDED');
      h.wait(hours);
      h.state('CREATED');
      h.user('c2');
      h.state('STARTING', 2);
      h.state('ACTIVE', 2);
      h.complete('c2', 2);
      h.observeLive();
    },
  ],
  [
    'fails when it never ends',
    (h) => {
      h.idle();
      h.wait(49 * hours);
      return [page(h)];
    },
    /had nothing running and was still ACTIVE 49 hours after its last event/,
  ],
  [
    'fails when it goes on instead',
    (h) => {
      h.idle();
      h.wait(49 * hours);
      h.user('c2');
      return [page(h)];
    },
    /still ACTIVE 49 hours/,
  ],
  [
    'fails when the next message makes two runs',
    (h) => {
      h.idle();
      h.wait(48 * hours);
      h.state('ENDED');
      h.user('c2');
      h.state('STARTING', 2);
      h.state('STARTING', 3);
      h.complete('c2', 3);
      return [page(h)];
    },
    /made 2 runs instead of one/,
  ],
  [
    'leaves out a session at work, and one that is not idle for long enough',
    (h) => {
      h.begun();
      h.wait(49 * hours);
      h.idle('s2');
      h.wait(47 * hours);
      h.observeLive();
    },
    'left out',
  ],
]);

const start = (reply: string, run = 1) => ({
  type: 'message_start',
  sessionId: 's1',
  messageId: reply,
  clientMsgId: 'c1',
  run,
  text: '',
  index: 0,
});
const chunk = (reply: string) => ({ type: 'chunk', sessionId: 's1', messageId: reply, index: 0, text: 'x' });

judgeLive(oneLoopAlive, [
  [
    'passes one reply after the other, and a run after the end of the one before',
    (h) => {
      h.idle();
      const line = h.live();
      line.hears(start('r-c1'));
      line.hears(chunk('r-c1'));
      line.hears({ ...h.stored.get('s1')?.[4] });
      line.hears(h.state('ENDED'));
      line.hears(h.state('CREATED'));
      line.hears(h.state('STARTING', 2));
      line.hears(start('r2', 2));
      line.hears(chunk('r2'));
      h.observeLive();
    },
  ],
  [
    'fails when a zombie streams after the next run started',
    (h) => {
      const line = h.live();
      line.hears(start('r1'));
      const started = line.hears({ type: 'session_state', sessionId: 's1', seq: 7, at: 1, state: 'STARTING', run: 2 });
      return [started, line.hears(chunk('r1'))];
    },
    /A chunk of reply r1 of session s1 came after its run 1 was over/,
  ],
  [
    'fails when a chunk follows the end of its reply',
    (h) => {
      const line = h.live();
      line.hears(start('r-c1'));
      const ended = line.hears(h.complete('c1'));
      return [ended, line.hears(chunk('r-c1'))];
    },
    /came after its end/,
  ],
  [
    'fails when two replies stream at once',
    (h) => {
      const line = h.live();
      line.hears(start('r1'));
      const second = line.hears(start('r2'));
      return [second, line.hears(chunk('r1'))];
    },
    /A chunk of reply r1 of session s1 came in the middle of another/,
  ],
  [
    'fails when an old loop completes a turn in the next run, or after the end',
    (h) => {
      h.begun();
      h.state('ENDED');
      h.complete('c1');
      h.state('CREATED');
      h.state('STARTING', 2);
      h.complete('c1');
      return [page(h)];
    },
    /message_complete of run 1 of session s1 came after it ended. \(and 1 more\)/,
  ],
  [
    'leaves out a session of which nothing was streamed',
    (h) => {
      h.make();
      h.state('CREATED', 0);
      h.observeLive();
    },
    'left out',
  ],
]);
