import { judgeCases } from '../cases.testing.ts';
import { type HistoryBuilder, session, stored, task } from '../testing.ts';
import { noPartialTask } from './no-partial-task.ts';
import { onlyInjectedRefusals } from './only-injected-refusals.ts';

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

judgeCases(noPartialTask, [
  [
    'passes a refused submit that left nothing, and one made meanwhile',
    (h) => {
      failing(h, 503, refusal);
      h.submit({ key: 'k2', message: 'Else' });
      h.observe({ tasks: [task()], sessions: [session({ topic: 'Else' })] });
    },
  ],
  [
    'fails when the task row stays',
    (h) => {
      const { answered } = failing(h, 503, refusal);
      h.observe({ tasks: [task()], missing: { sessions: ['s1'] } });
      return [answered];
    },
    /1 tasks exist, but at most 0 submits succeeded/,
  ],
  [
    'fails when an orphan session stays',
    (h) => {
      const { answered } = failing(h, 503, refusal);
      h.observe({ sessions: [session()] });
      return [answered];
    },
    /its session s1 exists/,
  ],
  [
    'fails when its message stays',
    (h) => {
      failing(h, 503, refusal);
      return [h.observe({ histories: { s1: [stored('m1', 1)] } }).histories.s1 ?? -1];
    },
    /has its message m1/,
  ],
  [
    'fails when a refused object is answered as an internal error',
    (h) => {
      const step = submitting(h);
      h.fault('object-unavailable', step.op);
      return [step.answer(500, { code: 'internal_error', retryable: true })];
    },
    /answered 500 internal_error, not as a retryable 503/,
  ],
  [
    'fails when a submit that definitely failed is not executed again',
    (h) => {
      const first = submitting(h);
      h.fault('object-unavailable', first.op);
      const refused = first.answer(503, refusal);
      first.receive();
      return [refused, failing(h, 503, refusal).answered];
    },
    /was refused again, though nothing broke since/,
  ],
  [
    'passes two attempts at once that are refused, and one that breaks again',
    (h) => {
      const [one, other] = [submitting(h), submitting(h)];
      for (const { op } of [one, other]) h.fault('object-overloaded', op);
      for (const step of [one, other]) step.answer(503, refusal);
      const third = submitting(h);
      h.fault('object-overloaded', third.op);
      third.answer(503, refusal);
      h.observe({});
    },
  ],
  [
    'does not judge what is left of a submit whose outcome is unknown',
    (h) => {
      failing(h, 503, { code: 'unavailable', retryable: true });
      failing(h, 503, refusal);
      const other = submitting(h, 'k2', 'Else');
      other.answer(503, refusal);
      other.receive();
      h.observe({ tasks: [task()], sessions: [session()], histories: { s1: [stored('m1', 1)] } });
    },
  ],
]);

judgeCases(onlyInjectedRefusals, [
  [
    'passes a refusal that was injected, beside one that succeeds',
    (h) => {
      const [one, other] = [submitting(h), submitting(h, 'k2')];
      h.fault('object-overloaded', one.op);
      one.answer(503, refusal);
      other.answer(201, {});
    },
  ],
  [
    'fails when another submit than the broken one is refused',
    (h) => {
      const [one, other] = [submitting(h), submitting(h, 'k2')];
      h.fault('object-overloaded', one.op);
      one.answer(503, refusal);
      return [other.sent, other.answer(503, refusal)];
    },
    /answered 503 session_unavailable, but nothing was broken for it/,
  ],
  [
    'fails when a refusal is not retryable',
    (h) => {
      const step = submitting(h);
      h.fault('object-overloaded', step.op);
      return [step.answer(500, { code: 'internal_error' })];
    },
    /not as retryable/,
  ],
  [
    'passes a failure of a submit that was under way when the process was killed for another',
    (h) => {
      const [one, other] = [submitting(h), submitting(h, 'k2')];
      h.fault('process-killed', one.op);
      other.answer(503, { code: 'unavailable', retryable: true });
    },
  ],
]);
