import { claimedByOne } from './claimed-by-one.ts';
import { queuedForItsRuntime } from './queued-for-its-runtime.ts';
import { judgeRuns, type RunsBuilder } from './testing.ts';
import { waitingTaskGiven } from './waiting-task-given.ts';

const queued = (h: RunsBuilder): void => {
  h.begin();
  h.queue('t1');
};
const claimed = (h: RunsBuilder): number => {
  queued(h);
  return h.claim('k1', 't1');
};

judgeRuns(claimedByOne, [
  [
    'The same key gets the same task again.',
    (h) => {
      claimed(h);
      h.claim('k1', 't1');
      return [];
    },
  ],
  [
    'The same key gets nothing, though nothing has happened.',
    (h) => [claimed(h), h.claim('k1', null)],
    /Claim k1 was given nothing, though task t1 was dispatched by it/,
  ],
  [
    'The same key gets nothing once the task was started, even where the answer to that was lost.',
    (h) => {
      claimed(h);
      const lost = h.send('daemon:r1', 'startAgentTask', { params: { taskId: 't1' }, body: { claimKey: 'k1' } });
      lost.arrive();
      lost.giveUp();
      h.claim('k1', null);
      return [];
    },
  ],
  [
    'The same key gets another task.',
    (h) => {
      const first = claimed(h);
      h.queue('t2');
      return [first, h.claim('k1', 't2')];
    },
    /Claim k1 of task t1 was then given task t2/,
  ],
  [
    'The same key is offered something else.',
    (h) => [claimed(h), h.claim('k1', 't1', { session: 's1' })],
    /was offered session s1 in null, after null in null/,
  ],
  [
    'Another key gets the task when its lease is over.',
    (h) => {
      claimed(h);
      h.wait(60_000);
      h.claim('k2', 't1', { expiresAt: h.at + 60_000 });
      return [];
    },
  ],
  [
    'Another key gets the task before its lease is over.',
    (h) => {
      const first = claimed(h);
      h.wait(59_000);
      return [first, h.claim('k2', 't1', { expiresAt: h.at + 60_000 })];
    },
    /1000 ms before the lease of claim k1 was over/,
  ],
  [
    'A lease moves when its claim is said again.',
    (h) => {
      const first = claimed(h);
      h.wait(30_000);
      return [first, h.claim('k1', 't1', { expiresAt: h.at + 60_000 })];
    },
    /Claim k1 was said again, and its lease moved by 30000 ms/,
  ],
  [
    'A lease that was over begins anew when its claim is said again.',
    (h) => {
      claimed(h);
      h.wait(30_000);
      h.claim('k1', 't1');
      h.wait(31_000);
      h.claim('k1', 't1', { expiresAt: h.at + 60_000 });
      return [];
    },
  ],
  [
    'A claim is no lease at all.',
    (h) => {
      queued(h);
      return [h.claim('k1', 't1', { expiresAt: h.at })];
    },
    /ms instead of 60000 ms/,
  ],
  [
    'A claim is a lease for a day.',
    (h) => {
      queued(h);
      return [h.claim('k1', 't1', { expiresAt: h.at + 86_400_000 })];
    },
    /ms instead of 60000 ms/,
  ],
  [
    'A runtime gets the task of another.',
    (h) => {
      queued(h);
      return [h.claim('k1', 't1', { runtimeId: 'r2' })];
    },
    /Runtime r2 was given task t1, which is for runtime r1/,
  ],
  [
    'A claim that has lost its task is heard.',
    (h) => {
      claimed(h);
      h.wait(60_000);
      const second = h.claim('k2', 't1', { expiresAt: h.at + 60_000 });
      return [second, h.start('k1', 't1')];
    },
    /startAgentTask of task t1 was taken from claim k1, which had lost it/,
  ],
  [
    'A task that was started is given to another key.',
    (h) => {
      claimed(h);
      const start = h.start('k1', 't1');
      h.wait(60_000);
      return [start, h.claim('k2', 't1', { expiresAt: h.at + 60_000 })];
    },
    /was given task t1, which claim k1 had started/,
  ],
  [
    'A task that was queued again is given to another key.',
    (h) => {
      claimed(h);
      h.start('k1', 't1');
      h.recover('r1', ['t1']);
      h.claim('k2', 't1');
      h.start('k2', 't1');
      return [];
    },
  ],
]);

judgeRuns(waitingTaskGiven, [
  [
    'What waits is given, and is there at the end.',
    (h) => {
      claimed(h);
      h.observeRuns();
      return [];
    },
  ],
  [
    'A task is gone at the end.',
    (h) => {
      queued(h);
      h.observeRuns(['t1']);
      return [];
    },
    /Task t1 was queued, but is not there at the end/,
  ],
  [
    'A claim gets nothing, though a task waits.',
    (h) => {
      queued(h);
      return [h.claim('k1', null)];
    },
    /given nothing, though task t1 was waiting/,
  ],
  [
    'A claim whose answer was lost gets nothing when it is said again.',
    (h) => {
      queued(h);
      h.askClaim('k1').giveUp();
      return [h.claim('k1', null)];
    },
    /given nothing, though task t1 was waiting/,
  ],
  [
    'A claim that was never answered has the task for as long as its lease.',
    (h) => {
      queued(h);
      h.askClaim('k1').giveUp();
      h.claim('k2', null);
      return [];
    },
  ],
  [
    'A claim that was never answered keeps the task for ever.',
    (h) => {
      queued(h);
      h.askClaim('k1').giveUp();
      h.wait(62_000);
      return [h.claim('k2', null)];
    },
    /given nothing, though task t1 was waiting/,
  ],
  [
    'A key that has got a task gets no other.',
    (h) => {
      claimed(h);
      h.start('k1', 't1');
      h.queue('t2');
      h.claim('k1', null);
      h.observeRuns();
      return [];
    },
  ],
  [
    'A task that was queued again is not given.',
    (h) => {
      claimed(h);
      h.recover('r1', ['t1']);
      return [h.claim('k2', null)];
    },
    /given nothing, though task t1 was waiting/,
  ],
  [
    'A task whose lease is over is not given.',
    (h) => {
      claimed(h);
      h.wait(62_000);
      return [h.claim('k2', null)];
    },
    /given nothing, though task t1 was waiting/,
  ],
  [
    'A newer task is given first.',
    (h) => {
      queued(h);
      h.wait(10);
      h.queue('t2');
      return [h.claim('k1', 't2')];
    },
    /Task t2 was given while task t1, which is older, was waiting/,
  ],
]);

judgeRuns(queuedForItsRuntime, [
  [
    'A task stays where it was queued when its agent moves.',
    (h) => {
      queued(h);
      h.move('r2');
      h.readTask('t1');
      return [];
    },
  ],
  [
    'A waiting task moves with its agent.',
    (h) => {
      queued(h);
      h.move('r2');
      return [h.readTask('t1', { runtimeId: 'r2' })];
    },
    /queued for runtime r1 and then shown for r2/,
  ],
  [
    'A task is queued for the runtime that its agent has left.',
    (h) => {
      h.begin();
      const moved = h.move('r2');
      return [moved, h.queue('t1', { row: { runtimeId: 'r1' } })];
    },
    /queued for runtime r1, though its agent was on r2/,
  ],
  [
    'A move whose answer was lost leaves both open.',
    (h) => {
      h.begin();
      const lost = h.send('frontend', 'moveAgent', { params: { agentId: 'a1' }, body: { runtimeId: 'r2' } });
      lost.arrive();
      lost.giveUp();
      h.queue('t1', { row: { runtimeId: 'r2' } });
      h.queue('t2', { row: { runtimeId: 'r1' } });
      return [];
    },
  ],
]);
