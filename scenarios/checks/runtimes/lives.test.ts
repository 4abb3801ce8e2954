import { oneEndPerTask } from './one-end-per-task.ts';
import { orphansQueuedAgain } from './orphans-queued-again.ts';
import { removedRuntimeEnds } from './removed-runtime-ends.ts';
import { runtimeStatusTrue } from './runtime-status-true.ts';
import { judgeRuns, type RunsBuilder } from './testing.ts';

const running = (h: RunsBuilder): void => {
  h.begin();
  h.queue('t1');
  h.claim('k1', 't1');
  h.start('k1', 't1');
};
const completed = (h: RunsBuilder): number => {
  running(h);
  return h.complete('k1', 't1', { sessionId: 's1', workDir: '/w1' });
};
const completion = { claimKey: 'k1', output: 'Done', sessionId: 's1', workDir: '/w1' };

judgeRuns(oneEndPerTask, [
  [
    'An end that is said again is as it was.',
    (h) => {
      completed(h);
      h.call('daemon:r1', 'completeTask', { params: { taskId: 't1' }, body: completion }, 200, h.row('t1'));
      h.observeRuns();
      return [];
    },
  ],
  [
    'Another end replaces the first.',
    (h) => {
      const first = completed(h);
      return [first, h.fail('k1', 't1')];
    },
    /ended as \["completed".* and was then shown as \["failed"/,
  ],
  [
    'The end of a claim is refused when it is said again.',
    (h) => {
      completed(h);
      const refusal = { code: 'task_ended' };
      return [h.call('daemon:r1', 'completeTask', { params: { taskId: 't1' }, body: completion }, 409, refusal)];
    },
    /refused as task_ended, though it is completed by this very claim/,
  ],
  [
    'The session that a run said is not stored.',
    (h) => {
      running(h);
      return [h.complete('k1', 't1', { sessionId: 's1' }, { sessionId: null })];
    },
    /ended with session none, though its run said s1/,
  ],
  [
    'A run that does not say where it worked ends without the directory that it was offered.',
    (h) => {
      h.begin();
      h.queue('t1');
      h.claim('k1', 't1', { workDir: '/w1' });
      h.start('k1', 't1');
      return [h.complete('k1', 't1', { sessionId: 's1' })];
    },
    /ended with work directory none, though its run was in \/w1/,
  ],
  [
    'A session that was pinned is that of the end.',
    (h) => {
      running(h);
      h.pin('k1', 't1', { sessionId: 's1', workDir: '/w1' });
      h.complete('k1', 't1');
      return [];
    },
  ],
  [
    'A task runs again after its end.',
    (h) => {
      const end = completed(h);
      return [end, h.readTask('t1', { state: 'running', finishedAt: null })];
    },
    /is running in attempt 1, after it was completed/,
  ],
  [
    'A task is queued for the third time.',
    (h) => {
      running(h);
      return [h.readTask('t1', { state: 'queued', attempt: 3 })];
    },
    /is queued in attempt 3/,
  ],
  [
    'A task is called off by nobody.',
    (h) => {
      running(h);
      return [h.readTask('t1', { state: 'cancelled', finishedAt: h.at })];
    },
    /is cancelled, reason none, though nobody asked for it/,
  ],
  [
    'An end whose answer was lost may have happened.',
    (h) => {
      running(h);
      const lost = h.send('daemon:r1', 'completeTask', { params: { taskId: 't1' }, body: completion });
      lost.arrive();
      lost.giveUp();
      h.readTask('t1', { state: 'completed', output: 'Done', sessionId: 's1', workDir: '/w1', finishedAt: h.at });
      return [];
    },
  ],
]);

judgeRuns(orphansQueuedAgain, [
  [
    'A task whose daemon began anew is queued again.',
    (h) => {
      running(h);
      h.recover('r1', ['t1']);
      h.readTask('t1');
      return [];
    },
  ],
  [
    'A running task is left by a recovery.',
    (h) => {
      running(h);
      return [h.recover('r1', [])];
    },
    /Task t1 was not queued again, though its daemon began anew/,
  ],
  [
    'A task that may have ended meanwhile need not be queued again.',
    (h) => {
      running(h);
      const lost = h.send('daemon:r1', 'completeTask', { params: { taskId: 't1' }, body: completion });
      lost.arrive();
      lost.giveUp();
      h.recover('r1', []);
      return [];
    },
  ],
  [
    'A task is taken from a daemon that is heard.',
    (h) => {
      running(h);
      h.wait(15_000);
      h.sign('r1', 'heartbeat');
      return [h.readTask('t1', { state: 'queued', attempt: 2 })];
    },
    /had not begun anew and was silent for 15000 ms at most/,
  ],
  [
    'A task is queued again after a long silence.',
    (h) => {
      running(h);
      h.wait(300_000);
      h.readTask('t1', { state: 'queued', attempt: 2 });
      return [];
    },
  ],
  [
    'A task of a runtime that is silent for long goes on running.',
    (h) => {
      running(h);
      h.wait(400_000);
      return [h.readTask('t1')];
    },
    /still running on runtime r1, which has been silent/,
  ],
  [
    'A task of a silent runtime goes on running until its daemon is back at that very moment.',
    (h) => {
      running(h);
      h.wait(400_000);
      const read = h.readTask('t1');
      h.sign('r1');
      return [read];
    },
    /still running on runtime r1, which has been silent/,
  ],
]);

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
