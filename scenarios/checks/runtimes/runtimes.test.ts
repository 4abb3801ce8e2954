import { removedRuntimeEnds } from './removed-runtime-ends.ts';
import { runtimeStatusTrue } from './runtime-status-true.ts';
import { judgeRuns, type RunsBuilder } from './testing.ts';

const running = (h: RunsBuilder): void => {
  h.begin();
  h.queue('t1');
  h.claim('k1', 't1');
  h.start('k1', 't1');
};

judgeRuns(removedRuntimeEnds, [
  [
    'The tasks of a removed runtime have failed.',
    (h) => {
      running(h);
      h.remove('r1');
      h.readTask('t1', { state: 'failed', failureReason: 'runtime_removed', finishedAt: h.at });
      h.listRuntimes({ runtimeId: 'r1', status: 'removed' });
      return [];
    },
  ],
  [
    'A task waits for a removed runtime.',
    (h) => {
      running(h);
      h.remove('r1');
      return [h.readTask('t1')];
    },
    /its task t1 is running/,
  ],
  [
    'A removed runtime comes back.',
    (h) => {
      h.begin();
      h.remove('r1');
      return [h.sign('r1')];
    },
    /is shown as online\. \(and 1 more\)/,
  ],
  [
    'A removed runtime is shown as online.',
    (h) => {
      h.begin();
      h.remove('r1');
      return [h.listRuntimes({ runtimeId: 'r1' })];
    },
    /is shown as online/,
  ],
  [
    'A removal whose answer was lost may not have happened.',
    (h) => {
      h.begin();
      const lost = h.send('frontend', 'removeRuntime', { params: { runtimeId: 'r2' } });
      lost.arrive();
      lost.giveUp();
      h.sign('r2');
      h.remove('r1');
      return [];
    },
  ],
]);

judgeRuns(runtimeStatusTrue, [
  [
    'A runtime is offline after 45 seconds of silence.',
    (h) => {
      h.begin();
      h.wait(40_000);
      h.listRuntimes({ runtimeId: 'r1' });
      h.wait(10_000);
      h.listRuntimes({ runtimeId: 'r1', status: 'offline' });
      return [];
    },
  ],
  [
    'A runtime is offline too early.',
    (h) => {
      h.begin();
      h.wait(20_000);
      return [h.listRuntimes({ runtimeId: 'r1', status: 'offline' })];
    },
    /offline, 20000 ms after its daemon was heard/,
  ],
  [
    'A runtime is online too long.',
    (h) => {
      h.begin();
      h.wait(60_000);
      return [h.listRuntimes({ runtimeId: 'r1' })];
    },
    /online, though its daemon was not heard for 60000 ms/,
  ],
  [
    'A heartbeat whose answer was lost may have been heard.',
    (h) => {
      h.begin();
      h.wait(40_000);
      const lost = h.send('daemon:r1', 'heartbeat', { params: { runtimeId: 'r1' } });
      lost.arrive();
      lost.giveUp();
      h.wait(20_000);
      h.listRuntimes({ runtimeId: 'r1' });
      h.listRuntimes({ runtimeId: 'r1', status: 'offline' });
      return [];
    },
  ],
]);
