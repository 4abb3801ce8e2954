import assert from 'node:assert/strict';
import { type Answer, type Call, LinkError } from '../../../simulators/ports.ts';
import { operations } from '../../wire/index.ts';
import type { HttpInteraction } from '../toolkit/interaction.ts';
import { values } from '../toolkit/values.ts';
import { aTask, began, claimed, giving, type RunOperation, running, started } from './machine.ts';

const { taskId } = values;
const said = { sessionId: 'cli-session-417', workDir: '/home/ada/agents/login' };
const finishedAt = began + 95_000;
const output = 'Done: Make the login form remember the user name.';
const completed = { ...running, state: 'completed', output, finishedAt } as const;
const error = 'The agent was told to fail.';
const failed = { ...running, state: 'failed', failureReason: 'agent_error', error, finishedAt } as const;

interface Word {
  description: string;
  operation: RunOperation;
  /** Of the task. Default: it runs. */
  params?: Record<string, unknown>;
  /** Steers the run. */
  prompt?: string;
  /** The first answer to it is lost. */
  again?: true;
  /** It is the second of its kind. */
  second?: true;
  /** Milliseconds before it is said. */
  after: number;
  answer: unknown;
}

/** One word of a run that is taken: the run goes on from there, and ends as it was told to. */
function aWord({ description, operation, params = { state: 'running' }, ...word }: Word): HttpInteraction {
  const { prompt = claimed.prompt, again, second, after, answer } = word;
  const given = giving({ ...claimed, prompt });
  return {
    kind: 'http',
    description,
    given: aTask(params),
    operation,
    nth: again || second ? 2 : 1,
    promised: { status: 200, body: answer },
    others: again ? (call) => losing(operation, call, given) : given,
    async run(ports, taken) {
      const daemon = started(ports);
      await ports.clock.advance(after);
      await taken();
      assert.deepEqual(ports.journal.of('given-up'), []);
      assert.equal(ports.journal.of('retry').length, again ? 1 : 0);
      await ports.clock.advance(1_000);
      const isLast = operation === 'completeTask' || operation === 'failTask';
      const outcome = prompt.includes('/fail') ? 'failed' : 'completed';
      assert.deepEqual(daemon.done[0], { taskId, attempt: 1, outcome, tries: again && isLast ? 2 : 1 });
    },
  };
}

/** Loses the answer to an operation; of messages, that to the first. */
function losing(operation: RunOperation, call: Call, given: (call: Call) => Answer): Answer {
  const { messages } = operations.appendTaskMessages.body.safeParse(call.body).data ?? {};
  const isFirst = messages === undefined || messages.some(({ seq }) => seq === 1);
  if (call.operation === operation && isFirst) throw new LinkError('connection-lost');
  return given(call);
}

/** What a run says while all goes as it should. */
export const runs: readonly HttpInteraction[] = [
  aWord({
    description: 'the start of a claimed task',
    operation: 'startAgentTask',
    params: { state: 'dispatched' },
    after: 0,
    answer: running,
  }),
  aWord({
    description: 'the start of a claimed task, said again because its answer was lost',
    operation: 'startAgentTask',
    again: true,
    after: 4_000,
    answer: running,
  }),
  aWord({
    description: 'a run that says its session and its work directory',
    operation: 'pinSession',
    after: 0,
    answer: { ...running, ...said },
  }),
  aWord({
    description: 'a run that says its session alone',
    operation: 'pinSession',
    prompt: '/nodir',
    after: 0,
    answer: { ...running, sessionId: said.sessionId },
  }),
  aWord({
    description: 'a run that says its work directory alone',
    operation: 'pinSession',
    prompt: '/nosession',
    after: 0,
    answer: { ...running, workDir: said.workDir },
  }),
  aWord({
    description: 'what a run says first',
    operation: 'appendTaskMessages',
    after: 0,
    answer: { stored: 1, known: 0 },
  }),
  aWord({
    description: 'what a run says later',
    operation: 'appendTaskMessages',
    params: { state: 'running', messages: 1 },
    second: true,
    after: 1_000,
    answer: { stored: 1, known: 0 },
  }),
  aWord({
    description: 'what a run says first, said again because its answer was lost',
    operation: 'appendTaskMessages',
    params: { state: 'running', messages: 1 },
    again: true,
    after: 4_000,
    answer: { stored: 0, known: 1 },
  }),
  aWord({
    description: 'a task that has completed, with a session and a work directory',
    operation: 'completeTask',
    after: 1_000,
    answer: { ...completed, ...said },
  }),
  aWord({
    description: 'a task that has completed, without a session and a work directory',
    operation: 'completeTask',
    prompt: '/nosession /nodir',
    after: 1_000,
    answer: completed,
  }),
  aWord({
    description: 'a task that has completed, said again because its answer was lost',
    operation: 'completeTask',
    params: { state: 'completed', session: true },
    again: true,
    after: 5_000,
    answer: { ...completed, ...said },
  }),
  aWord({
    description: 'a task that has failed, with a session and a work directory',
    operation: 'failTask',
    prompt: '/fail',
    after: 1_000,
    answer: { ...failed, ...said },
  }),
  aWord({
    description: 'a task that has failed, without a session and a work directory',
    operation: 'failTask',
    prompt: '/fail /nosession /nodir',
    after: 1_000,
    answer: failed,
  }),
  aWord({
    description: 'a task that has failed, said again because its answer was lost',
    operation: 'failTask',
    params: { state: 'failed', session: true },
    prompt: '/fail',
    again: true,
    after: 5_000,
    answer: { ...failed, ...said },
  }),
];
