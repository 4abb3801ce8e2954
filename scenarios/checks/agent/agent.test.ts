import { judgeCases } from '../cases.testing.ts';
import { type HistoryBuilder, result, written } from '../testing.ts';
import { finalErrorsNotRetried } from './final-errors-not-retried.ts';
import { outboxAccounted } from './outbox-accounted.ts';
import { retryableRetried } from './retryable-retried.ts';

const [m2, m3] = [written('m2'), written('m3')];
const request = (messages: unknown[], token = 'old') => ({ params: { sessionId: 's1' }, body: { messages }, token });
const sending = (h: HistoryBuilder, messages: unknown[], token?: string) => {
  const step = h.send('vm-agent', 'appendMessages', request(messages, token));
  step.arrive();
  return step;
};
const refused = (h: HistoryBuilder, status: number, messages: unknown[], headers?: Record<string, string>) => {
  const step = sending(h, messages);
  step.answer(status, {}, headers);
  return { sent: step.sent, received: step.receive() };
};
const accepted = (h: HistoryBuilder, messages: { messageId?: unknown }[], token?: string) => {
  const step = sending(h, messages, token);
  step.answer(200, { results: messages.map(({ messageId }) => result(String(messageId), 'stored')) });
  step.receive();
  return step.sent;
};
const start = (h: HistoryBuilder) =>
  h.report('vm-agent', 'workspace-started', { workspaceId: 'w1', taskId: 't1', sessionId: 's1' });

judgeCases(finalErrorsNotRetried, [
  [
    'passes a batch that is halved, and a new token after 401',
    (h) => {
      refused(h, 400, [m2, m3]);
      refused(h, 400, [m2]);
      refused(h, 401, [m3]);
      h.verb('vm-agent', 'renewToken', { token: '(secret)' });
      accepted(h, [m3], 'new');
    },
  ],
  [
    'fails when a 400 is retried',
    (h) => [refused(h, 400, [m2]).received, refused(h, 400, [m2]).sent],
    /sent a batch to session s1 again that had been refused for good/,
  ],
  [
    'fails when it goes on with a refused token',
    (h) => [refused(h, 403, [m2]).received, accepted(h, [m3])],
    /with a token that had been refused/,
  ],
  [
    'passes the same batch again after 429, after a refusal that never arrived, and when told to report it anew',
    (h) => {
      refused(h, 429, [m2]);
      const lost = sending(h, [m2]);
      lost.answer(400, {});
      lost.giveUp();
      refused(h, 400, [m2]);
      h.verb('vm-agent', 'report', { role: 'assistant', content: 'content of m2', messageId: 'm2' });
      accepted(h, [m2]);
    },
  ],
  [
    'does not judge a caller who asks wrongly on purpose',
    (h) => {
      for (let time = 0; time < 2; time += 1) h.call('caller:odd', 'appendMessages', request([m2]), 400, {});
      refused(h, 404, [m3]);
    },
  ],
]);

const ends = (h: HistoryBuilder) => h.observe({});

judgeCases(retryableRetried, [
  [
    'passes growing delays until it succeeds',
    (h) => {
      for (const delay of [1_200, 2_300, 4_000, 8_000, 16_000, 30_000, 30_000]) {
        refused(h, 503, [m2]);
        h.wait(delay);
      }
      accepted(h, [m2, m3]);
      refused(h, 503, [m3]);
      h.wait(1_000);
      accepted(h, [m3]);
      ends(h);
    },
  ],
  [
    'fails when it gives up on 503',
    (h) => {
      const { received } = refused(h, 503, [m2]);
      h.wait(60_000);
      ends(h);
      return [received + 1];
    },
    /never sent message m2 of session s1 again/,
  ],
  [
    'fails when it goes on with the next message',
    (h) => {
      refused(h, 503, [m2]);
      h.wait(1_000);
      return [accepted(h, [m3])];
    },
    /went on with message m3 instead of sending m2 again/,
  ],
  [
    'fails for new ids on a retry',
    (h) => {
      const step = sending(h, [m2]);
      const lost = step.giveUp('timeout');
      h.wait(1_500);
      return [lost, accepted(h, [written('m9', 'content of m2')])];
    },
    /went on with message m9/,
  ],
  [
    'fails when Retry-After is ignored',
    (h) => {
      refused(h, 429, [m2], { 'retry-after': '20' });
      h.wait(1_500);
      return [accepted(h, [m2])];
    },
    /after 1500 ms, though Retry-After asked for 20000 ms/,
  ],
  [
    'fails when it retries at once',
    (h) => {
      refused(h, 500, [m2]);
      h.wait(10);
      return [accepted(h, [m2])];
    },
    /after 10 ms instead of at least 1000 ms/,
  ],
  [
    'fails when delays do not grow',
    (h) => {
      refused(h, 500, [m2]);
      h.wait(1_000);
      refused(h, 500, [m2]);
      h.wait(1_000);
      return [accepted(h, [m2])];
    },
    /no longer than the 1000 ms before/,
  ],
  [
    'fails when a delay is far over the longest',
    (h) => {
      refused(h, 500, [m2]);
      h.wait(48_000);
      return [accepted(h, [m2])];
    },
    /tried again only after 48000 ms/,
  ],
  [
    'fails when there is no jitter',
    (h) => {
      const sent: number[] = [];
      for (const delay of [1_000, 2_000, 4_000]) {
        sent.push(refused(h, 503, [m2]).sent);
        h.wait(delay);
      }
      accepted(h, [m2]);
      ends(h);
      return sent.slice(1);
    },
    /after 1000, 2000, 4000 ms: there is no jitter/,
  ],
  [
    'passes a retry that is still to come, and agents that restarted or were told to stop',
    (h) => {
      refused(h, 503, [m2]);
      h.wait(1_000);
      refused(h, 503, [m2]);
      h.verb('vm-agent', 'restart', {});
      refused(h, 503, [m3]);
      h.report('vm-agent', 'final', { sessionId: 's1' });
      h.wait(60_000);
      refused(h, 503, [m3], { 'retry-after': '120' });
      h.wait(60_000);
      ends(h);
    },
  ],
]);

const told = (h: HistoryBuilder, content: string, messageId?: string) =>
  h.verb('vm-agent', 'report', { role: 'assistant', content, messageId });

judgeCases(outboxAccounted, [
  [
    'passes messages that are delivered, set aside, refused or rejected',
    (h) => {
      start(h);
      told(h, 'content of m2');
      told(h, 'x', 'm4');
      told(h, 'y', 'm5');
      told(h, 'too much');
      h.report('vm-agent', 'outbox-full', { messageId: 'm6' });
      h.report('vm-agent', 'set-aside', { messageId: 'm4', status: 400 });
      h.report('vm-agent', 'rejected', { messageId: 'm5', code: 'message_conflict' });
      accepted(h, [m2]);
      h.wait(60_000);
      ends(h);
    },
  ],
  [
    'fails when the batch is dropped on 401',
    (h) => {
      start(h);
      const verb = told(h, 'content of m2');
      const { sent } = refused(h, 401, [m2]);
      h.report('vm-agent', 'unauthorized', { sessionId: 's1', status: 401 });
      h.verb('vm-agent', 'renewToken', { token: '(secret)' });
      h.wait(5_000);
      ends(h);
      return [verb, sent];
    },
    /message m2, which was neither delivered nor refused/,
  ],
  [
    'fails at once when a later message went past it',
    (h) => {
      start(h);
      const verb = told(h, 'content of m2');
      told(h, 'content of m3');
      refused(h, 503, [m2]);
      accepted(h, [m3]);
      ends(h);
      return [verb];
    },
    /message m2/,
  ],
  [
    'fails when an answer that left a message out was trusted',
    (h) => {
      start(h);
      const verb = told(h, 'content of m2');
      const step = sending(h, [m2]);
      step.answer(200, { results: [] });
      step.receive();
      h.wait(5_000);
      ends(h);
      return [verb];
    },
    /message m2/,
  ],
  [
    'fails when a 413 for a batch is taken for final',
    (h) => {
      start(h);
      const verbs = [told(h, 'content of m2'), told(h, 'content of m3')];
      const { received } = refused(h, 413, [m2, m3]);
      const final = h.report('vm-agent', 'final', { sessionId: 's1', status: 413 });
      h.wait(5_000);
      ends(h);
      return [...verbs, received + 1, final];
    },
    /vm-agent gave up session s1 for good after 413. \(and 2 more\)/,
  ],
  [
    'passes a 404, which is final',
    (h) => {
      start(h);
      told(h, 'content of m2');
      refused(h, 404, [m2]);
      h.report('vm-agent', 'final', { sessionId: 's1', status: 404 });
      h.wait(5_000);
      ends(h);
    },
  ],
  [
    'fails when an outbox holds more than fit and nothing was said to be refused',
    (h) => {
      start(h);
      h.report('vm-agent', 'unauthorized', { sessionId: 's1' });
      const verbs = Array.from({ length: 10_001 }, (_, place) => told(h, `line ${place}`));
      ends(h);
      return verbs.slice(-1);
    },
    /keeps 10001 messages, more than fit/,
  ],
  [
    'passes what waits: without a token, for a retry, for an answer, for the next flush',
    (h) => {
      start(h);
      told(h, 'content of m2');
      refused(h, 503, [m2]);
      h.report('vm-agent', 'batch-retry', { sessionId: 's1', attempt: 1, delay: 40_000 });
      h.wait(30_000);
      h.report('vm-agent:b', 'workspace-started', { workspaceId: 'w2', taskId: 't2', sessionId: 's2' });
      h.verb('vm-agent:b', 'report', { role: 'assistant', content: 'late' });
      h.report('vm-agent:c', 'workspace-started', { workspaceId: 'w3', taskId: 't3', sessionId: 's3' });
      h.verb('vm-agent:c', 'report', { role: 'assistant', content: 'barred' });
      h.report('vm-agent:c', 'unauthorized', { sessionId: 's3' });
      h.wait(2_000);
      ends(h);
    },
  ],
]);
