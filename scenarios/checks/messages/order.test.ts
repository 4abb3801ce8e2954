import { judgeCases } from '../cases.testing.ts';
import { type HistoryBuilder, result, session, stored, written } from '../testing.ts';
import { countsMatch } from './counts-match.ts';
import { senderOrderKept } from './sender-order-kept.ts';
import { seqGapless } from './seq-gapless.ts';
import { stoppedStoresNothing } from './stopped-stores-nothing.ts';

const [m2, m3] = [written('m2'), written('m3')];
const params = { sessionId: 's1' };
const read = (h: HistoryBuilder, messageCount: number) =>
  h.call('frontend', 'getSession', { params }, 200, session({ messageCount }));
const sending = (h: HistoryBuilder, messages: unknown[]) => {
  const step = h.send('vm-agent', 'appendMessages', { params, body: { messages } });
  step.arrive();
  return step;
};

judgeCases(countsMatch, [
  [
    'passes counts between what must and what can be stored',
    (h) => {
      h.submit();
      const under = sending(h, [m2, m3]);
      read(h, 1);
      read(h, 3);
      under.answer(200, { results: [result('m2', 'stored'), result('m3', 'stored', 3)] });
      read(h, 3);
      h.observe({
        sessions: [session({ messageCount: 3 })],
        histories: { s1: [stored('m1', 1), stored('m2', 2), stored('m3', 3)] },
      });
    },
  ],
  [
    'fails when a count is behind',
    (h) => {
      h.append('vm-agent', 's1', [m2, m3], ['stored', 'stored']);
      return [read(h, 1)];
    },
    /counts 1 messages, but at least 2 were stored/,
  ],
  [
    'fails when a duplicate is counted',
    (h) => {
      h.submit();
      h.append('vm-agent', 's1', [m2], ['stored']);
      h.append('vm-agent', 's1', [m2], ['duplicate']);
      return [read(h, 3)];
    },
    /counts 3 messages, but at most 2/,
  ],
  [
    'fails when the end does not add up',
    (h) => {
      sending(h, [m2]);
      const seen = h.observe({ sessions: [session({ messageCount: 2 })], histories: { s1: [stored('m1', 1)] } });
      return [seen.of.s1 ?? -1, seen.histories.s1 ?? -1];
    },
    /counts 2 messages, but its history has 1/,
  ],
  [
    'passes an answer that was asked for before the messages came',
    (h) => {
      const early = h.send('frontend', 'getSession', { params });
      h.append('vm-agent', 's1', [m2, m3], ['stored', 'stored']);
      early.answer(200, session({ messageCount: 0 }));
    },
  ],
]);

judgeCases(seqGapless, [
  [
    'passes 1, 2, 3',
    (h) => {
      h.append('vm-agent', 's1', [m2], ['stored']);
      h.observe({ histories: { s1: [stored('m1', 1), stored('m2', 2), stored('m3', 3)] } });
    },
  ],
  [
    'fails for a gap',
    (h) => [h.observe({ histories: { s1: [stored('m1', 1), stored('m2', 3)] } }).histories.s1 ?? -1],
    /goes on with seq 3 where 2 comes next/,
  ],
  [
    'fails for two at one place',
    (h) => [h.append('vm-agent', 's1', [m2], ['stored']), h.append('vm-agent', 's1', [m3], ['stored'])],
    /has m2 and m3 both at seq 2/,
  ],
  [
    'passes a page from the middle',
    (h) => {
      h.call('frontend', 'listMessages', { params, query: 'after=7' }, 200, {
        messages: [stored('m2', 8)],
        nextAfter: null,
      });
    },
  ],
]);

/** An agent is told to report, and its messages come out under ids of its own. */
const told = (h: HistoryBuilder, ...contents: string[]) => {
  h.report('vm-agent', 'workspace-started', { workspaceId: 'w1', taskId: 't1', sessionId: 's1' });
  return contents.map((content) => h.verb('vm-agent', 'report', { role: 'assistant', content }));
};

judgeCases(senderOrderKept, [
  [
    'passes what is stored as it was reported',
    (h) => {
      told(h, 'one', 'two');
      h.append('vm-agent', 's1', [written('m2', 'one'), written('m3', 'two')], ['stored', 'stored']);
      h.observe({ histories: { s1: [stored('m1', 1), stored('m2', 2), stored('m3', 3)] } });
    },
  ],
  [
    'fails when a history is ordered by time',
    (h) => [h.observe({ histories: { s1: [stored('m3', 3), stored('m2', 2)] } }).histories.s1 ?? -1],
    /shows seq 2 after seq 3/,
  ],
  [
    'fails when a batch is turned round',
    (h) => [sending(h, [m2, m3]).answer(200, { results: [result('m2', 'stored', 3), result('m3', 'stored', 2)] })],
    /Message m3 of session s1 was sent later than the one at seq 3, but stored at seq 2/,
  ],
  [
    'fails when a later batch gets an earlier place',
    (h) => [h.append('vm-agent', 's1', [m2], ['stored'], 5), h.append('vm-agent', 's1', [m3], ['stored'], 4)],
    /stored at seq 4/,
  ],
  [
    'fails when an agent changes the order',
    (h) => {
      const verbs = told(h, 'one', 'two');
      h.append('vm-agent', 's1', [written('m3', 'two')], ['stored'], 2);
      h.append('vm-agent', 's1', [written('m2', 'one')], ['stored'], 3);
      h.observe({ histories: { s1: [stored('m1', 1), stored('m3', 2), stored('m2', 3)] } });
      return verbs;
    },
    /reported m2 before m3/,
  ],
  [
    'passes batches at once in either order, and a lost one that is sent again',
    (h) => {
      const [one, other] = [sending(h, [m2]), sending(h, [m3])];
      other.answer(200, { results: [result('m3', 'stored', 2)] });
      one.answer(200, { results: [result('m2', 'stored', 3)] });
      h.append('vm-agent', 's1', [written('m4'), m2], ['stored', 'duplicate'], 4);
    },
  ],
]);

const stop = (h: HistoryBuilder) =>
  h.call('frontend', 'stopSession', { params }, 200, session({ status: 'stopped', stoppedAt: 1 }));
const refused = (h: HistoryBuilder, messages: unknown[]) => {
  const step = sending(h, messages);
  const answered = step.answer(409, { code: 'session_stopped' });
  step.receive();
  return answered;
};

judgeCases(stoppedStoresNothing, [
  [
    'passes duplicates of before and refusals of what is new',
    (h) => {
      h.append('vm-agent', 's1', [m2], ['stored']);
      stop(h);
      h.append('frontend', 's1', [m2, m3], ['duplicate', 'session_stopped']);
      refused(h, [m3]);
      h.observe({ histories: { s1: [stored('m1', 1), stored('m2', 2)] } });
    },
  ],
  [
    'fails when a message is accepted after the stop',
    (h) => [stop(h), h.append('vm-agent', 's1', [m2], ['stored'])],
    /is stopped, but message m2 was stored/,
  ],
  [
    'fails when it shows up only later',
    (h) => {
      const stopped = stop(h);
      const { sent } = sending(h, [m2]);
      h.observe({ histories: { s1: [stored('m1', 1), stored('m2', 2)] } });
      return [stopped, sent + 1];
    },
    /has message m2, which came later/,
  ],
  [
    'fails when nothing was known and the answer is 200',
    (h) => [stop(h), h.append('frontend', 's1', [m2], ['session_stopped'])],
    /answered 200, not 409/,
  ],
  [
    'fails when a known message is refused',
    (h) => {
      h.append('vm-agent', 's1', [m2], ['stored']);
      return [stop(h), refused(h, [m2])];
    },
    /message m2 of before was refused as a whole/,
  ],
  [
    'fails when the agent goes on after it was told',
    (h) => {
      stop(h);
      const answered = refused(h, [m2]);
      return [answered + 1, sending(h, [m3]).sent];
    },
    /vm-agent was told that session s1 is stopped, and sent more/,
  ],
  [
    'passes a batch that was on its way when the session was stopped',
    (h) => {
      const under = sending(h, [m2]);
      stop(h);
      under.answer(200, { results: [result('m2', 'stored')] });
      refused(h, [m3]);
      h.verb('vm-agent', 'restart', {});
      refused(h, [m3]);
      h.observe({ histories: { s1: [stored('m1', 1), stored('m2', 2)] } });
    },
  ],
]);
