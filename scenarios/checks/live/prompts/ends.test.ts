import { judgeLive, type LiveHistoryBuilder } from '../testing.ts';
import { oneTerminal } from './one-terminal.ts';
import { repliedOnce } from './replied-once.ts';

const page = (h: LiveHistoryBuilder) => h.observeLive().s1 ?? -1;

judgeLive(oneTerminal, [
  [
    'passes one end for each, and a turn that is still at work',
    (h) => {
      h.idle();
      h.user('c2');
      h.wait(100);
      h.observeLive();
    },
  ],
  [
    'passes a restart that ends the session first',
    (h) => {
      h.begun();
      h.wait(10);
      h.fault('process-killed');
      h.wait(500);
      h.interrupted('c1');
      h.state('ENDED');
      h.state('CREATED');
      h.observeLive();
    },
  ],
  [
    'fails when a stop leaves what waits to the end of the running turn',
    (h) => {
      h.begun();
      const waiting = h.user('c2');
      h.state('CLOSING');
      h.wait(2_000);
      h.complete('c1');
      h.interrupted('c2');
      h.state('ENDED');
      h.live().hears(waiting);
      return [page(h)];
    },
    /The prompt c2 of session s1 waited when it was stopped, and was not given up/,
  ],
  [
    'fails when a prompt never ends',
    (h) => {
      h.begun();
      h.wait(61_000);
      return [page(h)];
    },
    /The prompt c1 of session s1 was accepted and never ended/,
  ],
  [
    'fails when a prompt was forgotten at the end of a session that was resumed since',
    (h) => {
      h.begun();
      h.state('ENDED');
      h.state('CREATED', 1);
      h.user('c2');
      h.state('STARTING', 2);
      return [page(h)];
    },
    /The prompt c1 of session s1 was accepted and never ended, though its session ended/,
  ],
  [
    'fails when a prompt of an ended session has no end',
    (h) => {
      h.begun();
      h.state('ENDED');
      return [page(h)];
    },
    /never ended/,
  ],
  [
    'fails when a prompt ends twice, and when an end is of no prompt',
    (h) => {
      h.idle();
      h.complete('c1');
      h.complete('c9');
      return [page(h)];
    },
    /ended as message_complete and again as message_complete. \(and 1 more\)/,
  ],
  [
    'fails when a session goes on after a restart',
    (h) => {
      h.begun();
      h.wait(10);
      const fault = h.fault('object-evicted');
      h.wait(500);
      h.complete('c1');
      return [fault, page(h)];
    },
    /was ACTIVE at a restart, and message_complete came before it was ended/,
  ],
  [
    'fails when a session is not ended by a restart',
    (h) => {
      h.idle();
      const fault = h.fault('object-evicted');
      h.wait(500);
      return [fault, page(h)];
    },
    /was ACTIVE at a restart, and was never ended/,
  ],
  [
    'leaves out a turn that hangs, and those behind it',
    (h) => {
      h.begun('s1', '/hang');
      h.user('c2');
      h.wait(90_000);
      h.observeLive();
    },
    'left out',
  ],
]);

judgeLive(repliedOnce, [
  [
    'passes a reply',
    (h) => {
      h.idle();
      h.observeLive();
    },
  ],
  [
    'fails when nothing broke and the turn failed',
    (h) => {
      h.begun();
      h.failed('c1');
      return [page(h)];
    },
    /The prompt c1 of session s1 ended as message_failed, though nothing broke/,
  ],
  [
    'fails for two replies',
    (h) => {
      h.idle();
      h.complete('c1');
      return [page(h)];
    },
    /was replied to 2 times/,
  ],
  [
    'leaves out a command to fail, a stop and a fault',
    (h) => {
      h.begun('s1', '/fail');
      h.failed('c1');
      h.begun('s2');
      h.fault('database-failed');
      h.failed('c1', 1, 's2');
      h.observeLive();
    },
    'left out',
  ],
]);
