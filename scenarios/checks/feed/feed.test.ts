import { judgeCases } from '../cases.testing.ts';
import { announced, type HistoryBuilder, happened, type Line, session, stored } from '../testing.ts';
import { deliveredOnceInOrder } from './delivered-once-in-order.ts';
import { lifecycleEventsOnce } from './lifecycle-events-once.ts';
import { unknownSessionRefused } from './unknown-session-refused.ts';

const messages = [1, 2, 3].map((seq) => announced(seq, stored(`m${seq}`, seq)));
const [first, second, third] = messages as [never, never, never];
const rows = { histories: { s1: [stored('m1', 1), stored('m2', 2), stored('m3', 3)] } };
const all = { ...rows, feed: messages };
const hear = (line: Line, ...frames: unknown[]) => frames.map((frame) => line.hears(frame));

/** A frontend that is told to subscribe to everything from now on. */
const watching = (h: HistoryBuilder) => {
  h.verb('frontend', 'subscribe', { sessionId: null, after: null });
  return h.subscribed('frontend', null, null, 0);
};

judgeCases(deliveredOnceInOrder, [
  [
    'passes a subscriber that gets all, and one that reconnects where it was',
    (h) => {
      const line = watching(h);
      hear(h.subscribed('frontend:b', 's1', 1, 3), second, third);
      hear(line, first);
      line.misses(second);
      line.close();
      hear(h.subscribed('frontend', null, 1, 3), second, third);
      h.observe(all);
    },
  ],
  [
    'fails when a batch is not broadcast',
    (h) => {
      const { confirmed } = watching(h);
      return [confirmed, h.observe(all).feed[0] ?? -1];
    },
    /never sent it message.new \(event 1\) of session s1 and 2 more/,
  ],
  [
    'fails when a stored message is not in the feed',
    (h) => [h.observe({ ...rows, feed: [first, second] }).histories.s1 ?? -1],
    /Message m3 of session s1 is stored, but was never announced/,
  ],
  [
    'fails when replay and live overlap',
    (h) => hear(h.subscribed('frontend', null, 0, 3), first, second, second).slice(1),
    /sent frontend event 2 \(message.new\) again/,
  ],
  [
    'fails when they come out of order',
    (h) => hear(h.subscribed('frontend', null, 0, 3), second, first),
    /event 1 \(message.new\) after event 2/,
  ],
  [
    'fails for a gap after a reconnect',
    (h) => {
      const line = watching(h);
      hear(line, first);
      line.close();
      const again = h.subscribed('frontend', null, 1, 2);
      hear(again, third);
      again.close();
      return [again.confirmed, h.observe(all).feed[1] ?? -1];
    },
    /never sent it message.new \(event 2\)/,
  ],
  [
    'fails when the feed has a message twice',
    (h) => {
      const { feed } = h.observe({ feed: [first, announced(2, stored('m1', 1))] });
      return feed;
    },
    /Message m1 of session s1 is in the feed twice/,
  ],
  [
    'fails when a frontend resumes live and misses what came meanwhile',
    (h) => {
      const line = watching(h);
      hear(line, first);
      line.close();
      const again = h.subscribed('frontend', null, null, 2);
      hear(again, third);
      return [again.confirmed, h.observe(all).feed[1] ?? -1];
    },
    /went on at 2 on its new socket, though it never got event 2/,
  ],
  [
    'fails when a frontend resumes past its cursor',
    (h) => {
      const line = watching(h);
      hear(line, first);
      line.close();
      const again = h.subscribed('frontend', null, 2, 3);
      hear(again, third);
      h.observe(all);
      return [line.confirmed, again.confirmed];
    },
    /never got event 2/,
  ],
  [
    'fails when a frontend resumes past the end of the feed',
    (h) => {
      const line = watching(h);
      hear(line, first);
      line.close();
      const again = h.socket('frontend');
      const asked = again.says({ type: 'subscribe', sessionId: null, after: 2 });
      again.hears({ type: 'error', code: 'cursor_invalid', detail: '', sessionId: null });
      h.observe({ histories: { s1: [stored('m1', 1)] }, feed: [first] });
      return [asked + 1];
    },
    /asked on its new socket for what follows 2, which it never got to/,
  ],
  [
    'fails when a frontend resumes before its cursor',
    (h) => {
      const line = watching(h);
      hear(line, first, second);
      line.close();
      const again = h.subscribed('frontend', null, 1, 3);
      hear(again, second, third);
      return [again.confirmed, h.observe(all).feed[1] ?? -1];
    },
    /asked on its new socket for what follows 1, though it had event 2 already/,
  ],
  [
    'passes an event that two subscriptions of one socket are for, and that comes once',
    (h) => {
      const line = h.subscribed('frontend', 's1', 0, 3);
      hear(line, ...messages);
      line.says({ type: 'subscribe', sessionId: null, after: 1 });
      line.hears({ type: 'subscribed', sessionId: null, cursor: 3 });
      h.observe(all);
    },
  ],
  [
    'passes what a closed, silent or unsubscribed socket does not get, and a subscription told to begin anew',
    (h) => {
      const closed = watching(h);
      hear(closed, first);
      closed.close();
      h.verb('frontend', 'subscribe', { sessionId: null, after: 0 });
      const silent = h.subscribed('frontend', null, 0, 3);
      h.fault('half-open', silent.op);
      for (const frame of messages) silent.misses(frame);
      const left = h.subscribed('frontend:b', 's1', 0, 3);
      hear(left, first);
      left.says({ type: 'unsubscribe', sessionId: 's1' });
      left.hears({ type: 'unsubscribed', sessionId: 's1' });
      h.observe(all);
    },
  ],
]);

const life = [
  happened(1, 'session.created'),
  announced(2, stored('m1', 1)),
  happened(3, 'session.linked', { workspaceId: 'w1' }),
  happened(4, 'session.agent_completed', { workspaceId: 'w1', agentCompletedAt: 1 }),
  happened(5, 'session.idle_cleanup', { workspaceId: 'w1', agentCompletedAt: 1 }),
  happened(6, 'session.stopped', { workspaceId: 'w1', status: 'stopped' }),
];
const final = session({ workspaceId: 'w1', status: 'stopped', agentCompletedAt: 1, stoppedAt: 2 });

judgeCases(lifecycleEventsOnce, [
  [
    'passes a whole life that a subscription from before the link follows',
    (h) => {
      h.submit();
      hear(h.subscribed('frontend', 's1', null, 0), ...life);
      h.observe({ sessions: [final], feed: life });
    },
  ],
  [
    'fails when the link is not broadcast',
    (h) => {
      const line = h.subscribed('frontend', 's1', null, 0);
      hear(line, ...life.filter(({ type }) => type !== 'session.linked'));
      return [line.confirmed, h.observe({ feed: life }).feed[2] ?? -1];
    },
    /never sent it session.linked \(event 3\) of session s1/,
  ],
  [
    'fails when the link is not announced at all',
    (h) => {
      h.submit();
      return [h.observe({ sessions: [final], feed: life.filter(({ type }) => type !== 'session.linked') }).of.s1 ?? -1];
    },
    /session.linked of session s1 was never announced/,
  ],
  [
    'fails when the cleanup is not announced, or an event shows the session as it was before',
    (h) => {
      h.submit();
      const silent = life.filter(({ type }) => type !== 'session.idle_cleanup' && type !== 'session.linked');
      const linked = happened(3, 'session.linked');
      return [
        h.observe({ sessions: [final], feed: [...silent.slice(0, 2), linked, ...silent.slice(2)] }).feed[2] ?? -1,
      ];
    },
    /session.linked of session s1 does not show the session as it is right after that. \(and 1 more\)/,
  ],
  [
    'fails when an event comes to who did not ask for it, or twice for two subscriptions',
    (h) => {
      const line = h.subscribed('frontend', 's2', null, 0);
      line.says({ type: 'subscribe', sessionId: 's3', after: null });
      line.hears({ type: 'subscribed', sessionId: 's3', cursor: 0 });
      const stray = line.hears(life[0]);
      line.says({ type: 'subscribe', sessionId: null, after: null });
      line.hears({ type: 'subscribed', sessionId: null, cursor: 1 });
      return [stray, line.hears(life[2]), line.hears(life[2])];
    },
    /session.created \(event 1\) of session s1, to which it was not subscribed/,
  ],
  [
    'fails when one is announced twice',
    (h) => h.observe({ feed: [...life, happened(7, 'session.stopped', { status: 'stopped' })] }).feed.slice(-2),
    /session.stopped of session s1 is announced twice/,
  ],
  [
    'fails when one follows the stop',
    (h) => h.observe({ feed: [...life, announced(7, stored('m7', 2))] }).feed.slice(-2),
    /announced after that session was stopped/,
  ],
  [
    'passes an agent that completes again after a message, and an event that a broken socket did not get',
    (h) => {
      const line = h.subscribed('frontend', null, null, 0);
      const again = happened(6, 'session.agent_completed', { agentCompletedAt: 2 });
      line.close();
      h.observe({ feed: [...life.slice(0, 4), announced(5, stored('m5', 2)), again] });
    },
  ],
]);

const subscribing = (h: HistoryBuilder, sessionId: string) => {
  const line = h.socket('caller');
  return { ...line, asked: line.says({ type: 'subscribe', sessionId, after: null }) + 1 };
};
const append = { params: { sessionId: 's9' }, body: { messages: [] } };

judgeCases(unknownSessionRefused, [
  [
    'passes refusals',
    (h) => {
      h.submit();
      h.call('caller', 'appendMessages', append, 404, { code: 'not_found' });
      subscribing(h, 's9').hears({ type: 'error', code: 'not_found', detail: '', sessionId: 's9' });
      h.observe({ sessions: [session()] });
    },
  ],
  [
    'fails when a post is accepted',
    (h) => {
      const answered = h.call('caller', 'appendMessages', append, 200, { results: [] });
      h.observe({});
      return [answered];
    },
    /appendMessages of session s9, which does not exist, was answered 200/,
  ],
  [
    'fails when a subscription is accepted',
    (h) => {
      const accepted = subscribing(h, 's9').hears({ type: 'subscribed', sessionId: 's9', cursor: 0 });
      h.observe({});
      return [accepted];
    },
    /caller was subscribed to session s9, which does not exist/,
  ],
  [
    'fails when a subscription gets no answer',
    (h) => {
      const { asked } = subscribing(h, 's9');
      h.observe({});
      return [asked];
    },
    /subscribed to session s9, which does not exist, and got no answer/,
  ],
  [
    'does not judge a session that was named, another project, or a socket that broke',
    (h) => {
      h.submit({ session: 's9' });
      h.call('caller', 'appendMessages', append, 200, { results: [] });
      h.call('caller', 'appendMessages', { params: { projectId: 'p2', sessionId: 's8' } }, 200, { results: [] });
      subscribing(h, 's7').close();
      h.call('caller', 'getSession', { params: { sessionId: 's6' } }, 404, { code: 'not_found' });
      h.observe({});
    },
  ],
]);
