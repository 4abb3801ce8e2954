import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import type { Answer, Call } from '../../../simulators/ports.ts';
import { answered, uuid } from '../../../simulators/testing.ts';
import { type ClaimedTask, type ProblemCode, problem } from '../../wire/index.ts';
import type { Given, HttpInteraction } from '../toolkit/interaction.ts';
import { strange, values } from '../toolkit/values.ts';
import { aTask, claimed, daemonsToken, giving, type RunOperation, started, told } from './machine.ts';

const { taskId, claimKey } = values;

/** A task that the daemon believes to have, and does not: by another claim, or none that is of its runtime. */
const lost: ClaimedTask = { ...claimed, claim: { ...claimed.claim, claimKey: strange(2) } };
const ofAnother: ClaimedTask = { ...claimed, taskId: strange(3) };
const failing: ClaimedTask = { ...claimed, prompt: '/fail' };
/** Called off by a user, before it was started and while it ran. */
const calledOff = { state: 'cancelled', claimKey };
const calledOffLater = { state: 'cancelled', session: true };

interface Trouble {
  description: string;
  code: ProblemCode;
  /** Of the task. Default: it runs. */
  params?: Record<string, unknown>;
  /** What became of its token. */
  token?: Given;
  /** What the daemon believes to have claimed. Default: the task of the state. */
  task?: ClaimedTask;
}

/** The daemon works on the task no more, says so once, and waits before it asks for another. */
function givenUp(operation: RunOperation, trouble: Trouble): HttpInteraction {
  const { description, code, params = { state: 'running' }, token, task = claimed } = trouble;
  const atItsEnd = operation === 'completeTask' || operation === 'failTask';
  return {
    kind: 'http',
    description,
    given: aTask(params, ...(token ? [token] : [])),
    operation,
    promised: { problem: code },
    others: giving(task),
    async run(ports, taken) {
      const daemon = started(ports);
      if (atItsEnd) await ports.clock.advance(1_000);
      await taken();
      const report = { taskId: task.taskId, attempt: 1, ...told(code), tries: 1 };
      assert.deepEqual(ports.journal.of('given-up'), [{ ...report, operation }]);
      assert.deepEqual(daemon.done, [{ ...report, outcome: 'given-up' }]);
      assert.deepEqual(ports.journal.of('retry'), []);
      assert.equal(daemon.state, 'idle');
    },
  };
}

/** The repeated word is refused where it is not that of before. */
function unchanged(operation: RunOperation, body: object): (call: Call) => Answer {
  return (call) =>
    call.operation !== operation || isDeepStrictEqual(call.body, body)
      ? giving(claimed)(call)
      : answered(409, problem('task_ended', 'It was said in other words.'));
}

/** The daemon says the same again four seconds later. */
function saidAgain(
  operation: RunOperation,
  { description, params, body }: { description: string; params: Record<string, unknown>; body: object },
): HttpInteraction {
  const atItsEnd = operation === 'completeTask';
  const code = 'unavailable';
  return {
    kind: 'http',
    description,
    given: aTask(params, { state: 'a store does not answer' }),
    operation,
    promised: { problem: code },
    others: unchanged(operation, body),
    async run(ports, taken) {
      const daemon = started(ports);
      if (atItsEnd) await ports.clock.advance(1_000);
      await taken();
      assert.deepEqual(ports.journal.of('retry'), [{ operation, taskId, tries: 1, delay: 4_000, ...told(code) }]);
      await ports.clock.advance(3_999);
      assert.deepEqual(daemon.done, []);
      await ports.clock.advance(atItsEnd ? 1 : 1_001);
      assert.deepEqual(daemon.done[0], { taskId, attempt: 1, outcome: 'completed', tries: atItsEnd ? 2 : 1 });
    },
  };
}

/** What a run says of a task that it must let go, and what it says again. */
export const runTroubles: readonly HttpInteraction[] = [
  givenUp('startAgentTask', {
    description: 'the start of a task that another claim has',
    code: 'claim_lost',
    params: { state: 'dispatched' },
    task: lost,
  }),
  givenUp('startAgentTask', {
    description: 'the start of a task that was called off',
    code: 'task_ended',
    params: calledOff,
  }),
  givenUp('startAgentTask', {
    description: 'the start of a task that does not exist',
    code: 'not_found',
    params: { state: 'dispatched' },
    task: ofAnother,
  }),
  givenUp('startAgentTask', {
    description: 'the start of a task with the token of another runtime',
    code: 'not_found',
    params: { state: 'dispatched' },
    token: daemonsToken('the token is for something else'),
  }),
  givenUp('startAgentTask', {
    description: 'the start of a task with a token that has expired',
    code: 'token_expired',
    params: { state: 'dispatched' },
    token: daemonsToken('the token has expired'),
  }),
  givenUp('pinSession', {
    description: 'a session said of a task that another claim has',
    code: 'claim_lost',
    task: lost,
  }),
  givenUp('pinSession', {
    description: 'a session said of a task that was called off',
    code: 'task_ended',
    params: calledOffLater,
  }),
  givenUp('pinSession', {
    description: 'a session said of a task that was not started',
    code: 'task_not_started',
    params: { state: 'dispatched' },
  }),
  givenUp('appendTaskMessages', {
    description: 'messages of a task that another claim has',
    code: 'claim_lost',
    task: lost,
  }),
  givenUp('appendTaskMessages', {
    description: 'messages of a task that was called off',
    code: 'task_ended',
    params: calledOffLater,
  }),
  givenUp('appendTaskMessages', {
    description: 'messages of a task that was not started',
    code: 'task_not_started',
    params: { state: 'dispatched' },
  }),
  givenUp('completeTask', {
    description: 'the completion of a task that another claim has',
    code: 'claim_lost',
    task: lost,
  }),
  givenUp('completeTask', {
    description: 'the completion of a task that was called off',
    code: 'task_ended',
    params: calledOffLater,
  }),
  givenUp('completeTask', {
    description: 'the completion of a task that was not started',
    code: 'task_not_started',
    params: { state: 'dispatched' },
  }),
  givenUp('failTask', {
    description: 'the failure of a task that another claim has',
    code: 'claim_lost',
    task: { ...lost, prompt: failing.prompt },
  }),
  givenUp('failTask', {
    description: 'the failure of a task that was called off',
    code: 'task_ended',
    params: calledOffLater,
    task: failing,
  }),
  saidAgain('startAgentTask', {
    description: 'the start of a task while a store does not answer',
    params: { state: 'dispatched' },
    body: { claimKey },
  }),
  saidAgain('completeTask', {
    description: 'the completion of a task while a store does not answer',
    params: { state: 'running' },
    body: { claimKey, output: `Done: ${claimed.prompt}`, sessionId: `cli-${uuid(1002)}`, workDir: `/work/${taskId}` },
  }),
];
