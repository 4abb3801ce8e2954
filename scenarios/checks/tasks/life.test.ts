import { judgeCases } from '../cases.testing.ts';
import { announced, type HistoryBuilder, happened, session, stored, task } from '../testing.ts';
import { cleanupOnTime } from './cleanup-on-time.ts';
import { lifeInOrder } from './life-in-order.ts';

const minute = 60_000;
const idle = 15 * minute;
const stopped = { status: 'stopped', agentCompletedAt: 0, stoppedAt: idle } as const;
const complete = (h: HistoryBuilder) =>
  h.call('vm-agent', 'completeAgent', { params: { sessionId: 's1' } }, 200, session({ agentCompletedAt: 0 }));
const cleaned = (at: number) => [
  happened(1, 'session.agent_completed', { agentCompletedAt: 0 }, 0),
  happened(2, 'session.idle_cleanup', { agentCompletedAt: 0 }, at),
  happened(3, 'session.stopped', stopped, at),
];
const end = { tasks: [task({ status: 'completed' })], sessions: [session(stopped)] };

judgeCases(cleanupOnTime, [
  [
    'passes a cleanup fifteen minutes after the agent completed',
    (h) => {
      complete(h);
      h.wait(idle);
      h.observe({ ...end, feed: cleaned(idle) });
    },
  ],
  [
    'fails when an unlinked session is never cleaned up',
    (h) => {
      const said = complete(h);
      h.wait(idle);
      return [said, h.observe({ tasks: [task()], sessions: [session({ agentCompletedAt: 0 })] }).of.s1 ?? -1];
    },
    /Session s1 was never cleaned up/,
  ],
  [
    'fails when output does not postpone it',
    (h) => {
      const [completed, cleanup, end] = cleaned(idle) as [never, never, never];
      const { feed } = h.observe({
        feed: [completed, announced(2, stored('m2', 2, { storedAt: 5 * minute })), cleanup, end],
      });
      return [feed[1] ?? -1, feed[2] ?? -1];
    },
    /after 600 s of idling instead of 15 minutes/,
  ],
  [
    'fails when it happens twice',
    (h) => {
      const { feed } = h.observe({ feed: [...cleaned(idle), happened(4, 'session.idle_cleanup', stopped, idle)] });
      return [feed[1] ?? -1, feed[3] ?? -1];
    },
    /cleaned up twice/,
  ],
  [
    'fails when it comes late for no reason',
    (h) => {
      const { feed } = h.observe({ feed: cleaned(idle + minute) });
      return [feed[1] ?? -1];
    },
    /only after 960 s/,
  ],
  [
    'fails when the task is not completed, or the workspace goes on',
    (h) => {
      h.order();
      complete(h);
      h.wait(idle);
      const seen = h.observe({ ...end, tasks: [task()], feed: cleaned(idle) });
      return [seen.tasks, seen.of.s1 ?? -1];
    },
    /its task t1 is running. \(and 1 more\)/,
  ],
  [
    'passes a late alarm, a stop before the end, and a completion whose answer was a failure',
    (h) => {
      h.fault('alarm-late');
      complete(h);
      h.call('vm-agent', 'completeAgent', { params: { sessionId: 's2' } }, 503, { code: 'unavailable' });
      h.wait(idle);
      h.observe({ sessions: [session(), session({ sessionId: 's2' })], feed: cleaned(idle + minute) });
    },
  ],
  [
    'passes a message that may have been stored, and postpones',
    (h) => {
      complete(h);
      h.wait(idle / 2);
      h.send('vm-agent', 'appendMessages', { params: { sessionId: 's1' }, body: { messages: [] } }).arrive();
      h.call('vm-agent', 'completeAgent', { params: { sessionId: 's3' } }, 200, session({ sessionId: 's3' }));
      h.wait(idle / 2);
      h.wait(minute);
      h.observe({ tasks: [task()], sessions: [session({ agentCompletedAt: 0 })], feed: cleaned(idle) });
    },
  ],
]);

const prompt = 'Make the login form remember the user name, and tell nobody about it until it is done.';
const read = (h: HistoryBuilder, fields: Parameters<typeof session>[0]) =>
  h.call(
    'frontend',
    'getSession',
    { params: { sessionId: 's1' } },
    200,
    session({ topic: prompt.slice(0, 80), ...fields }),
  );

judgeCases(lifeInOrder, [
  [
    'passes a whole life',
    (h) => {
      h.submit({ message: prompt });
      read(h, {});
      h.order();
      read(h, { workspaceId: 'w1' });
      h.send('vm-agent', 'completeAgent', { params: { sessionId: 's1' } }).arrive();
      read(h, { workspaceId: 'w1', agentCompletedAt: 5 });
      h.send('frontend', 'stopSession', { params: { sessionId: 's1' } }).arrive();
      read(h, { workspaceId: 'w1', agentCompletedAt: 5, status: 'stopped', stoppedAt: 6 });
      h.observe({
        feed: [happened(1, 'session.created', { topic: prompt.slice(0, 80) }), announced(2, stored('m1', 1))],
      });
    },
  ],
  [
    'fails for a topic that is cut elsewhere',
    (h) => [h.submit({ message: prompt }), read(h, { topic: prompt })],
    /not the first 80 characters/,
  ],
  [
    'fails for a workspace nobody ordered',
    (h) => [read(h, { workspaceId: 'w7' })],
    /workspace w7, which nobody ordered/,
  ],
  [
    'fails for a session that was stopped and is active again',
    (h) => {
      h.send('frontend', 'stopSession', { params: { sessionId: 's1' } }).arrive();
      const stopped = read(h, { status: 'stopped', stoppedAt: 6 });
      return [stopped, read(h, {})];
    },
    /Session s1 was stopped and is active again/,
  ],
  ['fails for a stop without a time', (h) => [read(h, { status: 'stopped' })], /is stopped, but its stoppedAt is null/],
  [
    'fails for a stop that nobody asked for',
    (h) => {
      h.order();
      return [read(h, { status: 'stopped', stoppedAt: 6 })];
    },
    /nobody stopped it/,
  ],
  [
    'fails for a completion nobody said',
    (h) => [read(h, { agentCompletedAt: 5 })],
    /agent completed, which nobody said/,
  ],
  [
    'fails for a counter that lags behind the feed',
    (h) => {
      const { feed } = h.observe({
        feed: [announced(1, stored('m1', 1)), happened(2, 'session.linked', { messageCount: 0 })],
      });
      return [feed[1] ?? -1];
    },
    /counts 0 messages, but 1 came before it/,
  ],
  [
    'passes a stop whose answer was lost, and one for which no workspace was to be had',
    (h) => {
      h.send('frontend', 'stopSession', { params: { sessionId: 's1' } }).arrive();
      read(h, { status: 'stopped', stoppedAt: 6 });
      h.send(
        'target',
        'createWorkspace',
        { params: { workspaceId: 'w2' }, body: { taskId: 't2', sessionId: 's2' } },
        'vm-agent',
      );
      h.call(
        'frontend',
        'getSession',
        { params: { sessionId: 's2' } },
        200,
        session({ sessionId: 's2', status: 'stopped', stoppedAt: 6 }),
      );
    },
  ],
  [
    'fails when the task, or the workspace, does not follow the session',
    (h) => {
      h.order();
      h.send('frontend', 'stopSession', { params: { sessionId: 's1' } }).arrive();
      const ended = session({ status: 'stopped', workspaceId: 'w1', stoppedAt: 6 });
      const seen = h.observe({ tasks: [task({ status: 'completed' })], sessions: [ended], feed: [] });
      return [seen.tasks, seen.of.s1 ?? -1];
    },
    /Task t1 is completed, but its session s1 is stopped, with a workspace. \(and 1 more\)/,
  ],
  [
    'fails when a linked task is not running',
    (h) => {
      h.order();
      return [
        h.observe({ tasks: [task({ status: 'queued' })], sessions: [session({ workspaceId: 'w1' })], feed: [] }).tasks,
      ];
    },
    /Task t1 is queued/,
  ],
  [
    'does not judge the task while a fault may still be repaired, or the node keeps the workspace',
    (h) => {
      h.fault('database-failed');
      h.wait(9 * minute);
      h.observe({ tasks: [task({ status: 'queued' })], sessions: [session()], feed: [] });
    },
  ],
]);
