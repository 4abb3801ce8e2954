import { oneEndPerTask } from './one-end-per-task.ts';
import { orphansQueuedAgain } from './orphans-queued-again.ts';
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

/** A task that had pinned both ends with its runtime. */
const removed = (h: RunsBuilder, row: Parameters<RunsBuilder['readTask']>[1]): number => {
  running(h);
  h.pin('k1', 't1', { sessionId: 's1', workDir: '/w1' });
  h.remove('r1');
  return h.readTask('t1', { state: 'failed', failureReason: 'runtime_removed', finishedAt: h.at, ...row });
};

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
    'A task that is ended by the removal of its runtime keeps what its run had said.',
    (h) => {
      removed(h, {});
      return [];
    },
  ],
  [
    'A task that is ended by the removal of its runtime loses its session.',
    (h) => [removed(h, { sessionId: null })],
    /ended with session none, though its run had said s1/,
  ],
  [
    'A task that is ended by the removal of its runtime has another directory.',
    (h) => [removed(h, { workDir: '/other' })],
    /ended with work directory \/other, though its run had said \/w1/,
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
