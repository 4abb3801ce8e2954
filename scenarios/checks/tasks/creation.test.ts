import { judgeCases } from '../cases.testing.ts';
import { type HistoryBuilder, session, stored, task } from '../testing.ts';
import { firstMessageStoredOnce } from './first-message-stored-once.ts';
import { oneSessionPerTask } from './one-session-per-task.ts';
import { oneTaskPerKey } from './one-task-per-key.ts';
import { returnedIdsResolve } from './returned-ids-resolve.ts';

const hour = 3_600_000;
const whole = { tasks: [task()], sessions: [session()], histories: { s1: [stored('m1', 1)] } };
const two = { taskId: 't2', sessionId: 's2' };
const refusal = { code: 'session_unavailable', retryable: true };

/** A submit on its way, without an answer yet. */
const submitting = (h: HistoryBuilder, key = 'k1', message = 'Do it') => {
  const step = h.send('frontend', 'submitTask', {
    headers: { 'idempotency-key': key },
    body: { message },
    token: 'alice',
  });
  step.arrive();
  return step;
};
const failing = (h: HistoryBuilder, status: number, body: Record<string, unknown>) => {
  const step = submitting(h);
  const answered = step.answer(status, body);
  step.receive();
  return { op: step.op, answered };
};

judgeCases(oneSessionPerTask, [
  [
    'passes a task whose session is named by submit, order and observer',
    (h) => {
      h.submit();
      h.order();
      h.observe(whole);
    },
  ],
  [
    'fails when the runner creates a second session',
    (h) => {
      const made = h.submit();
      const { sent } = h.order({ session: 's2' });
      return [made, sent];
    },
    /Task t1 has a second session: s2 beside s1/,
  ],
  [
    'fails when an orphan session stays after the submit was made anew',
    (h) => {
      failing(h, 503, refusal);
      h.submit();
      const seen = h.observe({ ...whole, sessions: [session(), session(two)], missing: { tasks: ['t2'] } });
      return [seen.of.s2 ?? -1, seen.of.t2 ?? -1];
    },
    /Session s2 names task t2, which does not exist/,
  ],
  [
    'fails when a task names a session that does not exist',
    (h) => {
      h.submit();
      const seen = h.observe({ tasks: [task()], missing: { sessions: ['s1'] } });
      return [seen.tasks, seen.of.s1 ?? -1];
    },
    /Task t1 names session s1/,
  ],
  [
    'does not judge the half of a submit that was killed in the middle and never asked for again',
    (h) => {
      h.submit();
      submitting(h, 'k2', 'Other').giveUp();
      h.observe({ ...whole, sessions: [session(), session(two)], missing: { tasks: ['t2'] } });
    },
  ],
]);

judgeCases(oneTaskPerKey, [
  [
    'passes two tabs that submit with one key at once, the answer of one lost',
    (h) => {
      const [one, other] = [submitting(h), submitting(h)];
      const body = { taskId: 't1', sessionId: 's1', messageId: 'm1' };
      one.answer(201, body);
      one.giveUp();
      other.answer(201, body);
      other.receive();
      h.observe(whole);
    },
  ],
  [
    'fails when a repeated submit makes a second task',
    (h) => [h.submit(), h.submit({ task: 't2', session: 's2' })],
    /Key k1 made a second task: t2 beside t1/,
  ],
  [
    'fails when a lost submit and its repetition leave two tasks',
    (h) => {
      submitting(h).giveUp();
      h.submit();
      return [h.observe({ tasks: [task(), task(two)] }).tasks];
    },
    /2 tasks exist.* make 1 at most/,
  ],
  [
    'fails when the key takes another body',
    (h) => [h.submit(), h.submit({ message: 'Else' })],
    /answered 201 instead of 422/,
  ],
  [
    'fails when a key is refused for its own body',
    (h) => {
      h.submit();
      return [failing(h, 422, { code: 'idempotency_conflict' }).answered];
    },
    /sent key k1 in its project with this body only/,
  ],
  [
    'fails when a key is refused because another user has it, or the same user in another project',
    (h) => {
      for (const [token, userId] of [
        ['alice', 'a'],
        ['bob', 'b'],
      ])
        h.call('harness', 'createToken', { body: { projectId: 'p1', userId } }, 201, { token });
      h.submit();
      const other = h.send('frontend:bob', 'submitTask', {
        headers: { 'idempotency-key': 'k1' },
        body: { message: 'Else' },
        token: 'bob',
      });
      other.arrive();
      return [other.sent, other.answer(422, { code: 'idempotency_conflict' })];
    },
    /sent key k1 in its project with this body only/,
  ],
  [
    'fails when a key is remembered for longer than 24 hours',
    (h) => {
      const made = h.submit();
      h.wait(25 * hour);
      return [made, h.submit()];
    },
    /Key k1 still stands for task t1 more than 24 hours later/,
  ],
  [
    'passes another body that is refused, and a new task after 24 hours',
    (h) => {
      h.submit();
      const other = submitting(h, 'k1', 'Else');
      other.answer(422, { code: 'idempotency_conflict' });
      other.receive();
      h.wait(25 * hour);
      h.submit({ task: 't2', session: 's2' });
      h.observe({ tasks: [task(), task(two)] });
    },
  ],
  [
    'passes another body after the first was refused for certain',
    (h) => {
      failing(h, 503, refusal);
      h.submit({ message: 'Else' });
    },
  ],
  [
    'fails when a frontend submits again under a new key',
    (h) => {
      h.verb('frontend', 'submit', { message: 'Do it' });
      h.submit();
      const told = h.verb('frontend', 'resubmit', { message: 'Do it', key: 'k1' });
      h.submit({ key: 'k2', task: 't2', session: 's2' });
      return [told, told + 1];
    },
    /under key k2 instead of k1/,
  ],
]);

judgeCases(returnedIdsResolve, [
  [
    'passes ids that can be read',
    (h) => {
      h.submit();
      h.observe(whole);
    },
  ],
  [
    'fails when a session id was made up',
    (h) => {
      const made = h.submit({ session: 'sess-fallback-t1' });
      h.observe({ missing: { sessions: ['sess-fallback-t1'] } });
      return [made];
    },
    /returned session sess-fallback-t1, which cannot be read/,
  ],
  [
    'does not judge ids that only a client named, or another project',
    (h) => {
      h.call('frontend', 'getSession', { params: { sessionId: 's9' } }, 404, { code: 'not_found' });
      h.call(
        'caller',
        'getSession',
        { params: { projectId: 'p2', sessionId: 's8' } },
        200,
        session({ sessionId: 's8', taskId: 't8' }),
      );
      h.submit();
      h.observe({ ...whole, missing: { sessions: ['s9', 's8'] } });
    },
  ],
]);

judgeCases(firstMessageStoredOnce, [
  [
    'passes one first message, which the agent reports again under its id',
    (h) => {
      h.submit();
      h.order();
      h.append('vm-agent', 's1', [{ messageId: 'm1', role: 'user', content: 'Do it' }], ['duplicate'], 1);
      h.observe(whole);
    },
  ],
  [
    'fails when it was stored at best effort',
    (h) => {
      const made = h.submit();
      h.observe({ histories: { s1: [] } });
      return [made];
    },
    /Session s1 is empty instead of its first message m1/,
  ],
  [
    'fails when the agent stores it again under a new id',
    (h) => {
      const made = h.submit();
      h.append('vm-agent', 's1', [{ messageId: 'm9', role: 'user', content: 'Do it' }], ['stored']);
      h.observe({ histories: { s1: [stored('m1', 1), stored('m9', 2, { role: 'user', content: 'Do it' })] } });
      return [made];
    },
    /m1 again as m9, which nobody wrote/,
  ],
  [
    'fails when the node gets the prompt under another id',
    (h) => {
      const made = h.submit();
      return [made, h.order({ prompt: { messageId: 'm9', content: 'Do it' } }).sent];
    },
    /sent the prompt of session s1 as m9/,
  ],
  [
    'passes a user who writes the same text again',
    (h) => {
      h.submit();
      h.append('frontend', 's1', [{ messageId: 'm9', role: 'user', content: 'Do it' }], ['stored']);
      h.observe({ histories: { s1: [stored('m1', 1), stored('m9', 2, { role: 'user', content: 'Do it' })] } });
    },
  ],
  [
    'does not judge a history that was asked for before the submit was answered',
    (h) => {
      const step = submitting(h);
      const read = h.send('frontend', 'listMessages', { params: { sessionId: 's1' } });
      step.answer(201, { taskId: 't1', sessionId: 's1', messageId: 'm1' });
      read.answer(200, { messages: [], nextAfter: null });
      h.observe(whole);
    },
  ],
]);
