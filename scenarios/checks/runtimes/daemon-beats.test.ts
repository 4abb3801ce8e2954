import { daemonBeats } from './daemon-beats.ts';
import { judgeRuns, type RunsBuilder } from './testing.ts';

/** The daemon says twice, at its time, that it lives. */
const beaten = (h: RunsBuilder): number => {
  h.sign('r1');
  h.wait(15_000);
  h.sign('r1', 'heartbeat');
  h.wait(15_000);
  return h.sign('r1', 'heartbeat');
};

judgeRuns(daemonBeats, [
  [
    'A daemon says every 15 seconds that it lives.',
    (h) => {
      beaten(h);
      h.wait(10_000);
      h.observeRuns();
      return [];
    },
  ],
  [
    'A heartbeat whose answer is lost is one.',
    (h) => {
      beaten(h);
      h.wait(15_000);
      h.send('daemon:r1', 'heartbeat', { params: { runtimeId: 'r1' } }).giveUp();
      h.wait(15_000);
      h.sign('r1', 'heartbeat');
      return [];
    },
  ],
  [
    'A daemon is silent for too long.',
    (h) => {
      beaten(h);
      h.wait(30_000);
      return [h.sign('r1', 'heartbeat') - 2];
    },
    /daemon:r1 gave no sign of life for 30000 ms instead of 15000 ms/,
  ],
  [
    'A daemon is silent until the end.',
    (h) => {
      beaten(h);
      h.wait(60_000);
      h.observeRuns();
      return [];
    },
    /for 60000 ms/,
  ],
  [
    'A daemon that crashed is silent.',
    (h) => {
      beaten(h);
      h.report('daemon:r1', 'crashed', {});
      h.wait(600_000);
      beaten(h);
      return [];
    },
  ],
  [
    'A daemon was silent for too long before it crashed.',
    (h) => {
      beaten(h);
      h.wait(60_000);
      return [h.report('daemon:r1', 'crashed', {})];
    },
    /for 60000 ms/,
  ],
]);
