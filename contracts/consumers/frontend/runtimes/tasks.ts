import assert from 'node:assert/strict';
import { answered } from '../../../../simulators/testing.ts';
import type { AgentTask, TaskMessage } from '../../../wire/index.ts';
import type { HttpInteraction } from '../../toolkit/interaction.ts';
import { strange, values } from '../../toolkit/values.ts';
import { aProject, does, given, has, refused, time } from '../playing.ts';
import { cancelled, completed, failed, prompt, queued, queuedOfChat, running } from './examples.ts';

const { agentId, issueId, taskId, tooLong } = values;
const aRuntime = given('a runtime');
const aTask = given('a task of an agent');
const queueIssueTask = 'queueIssueTask';
const cancelAgentTask = 'cancelAgentTask';
const agentTaskMessages = 'agentTaskMessages';
const newTask = { agentId, prompt, issueId: strange(23), taskId: strange(22) };
const message = (seq: number): TaskMessage => {
  return { seq, type: 'text', content: `Step ${seq}`, attempt: 1, storedAt: time };
};

/** A task as its state has it. */
function reads(description: string, params: Record<string, unknown>, task: AgentTask): HttpInteraction {
  return does(
    {
      description,
      given: given('a task of an agent', params),
      operation: 'getAgentTask',
      promised: { status: 200, body: task },
    },
    ({ runtimes }) => runtimes.readTask({ taskId }),
    (read) => assert.deepEqual(read, { status: 'ok', task, problem: undefined }),
  );
}

function cancels(description: string, params: Record<string, unknown>, task: AgentTask): HttpInteraction {
  return does(
    {
      description,
      given: given('a task of an agent', params),
      operation: cancelAgentTask,
      promised: { status: 200, body: task },
    },
    ({ runtimes }) => runtimes.cancel({ taskId }),
    (read) => assert.deepEqual(read.task, task),
  );
}

const queues: readonly HttpInteraction[] = [
  does(
    {
      description: 'a task for an issue',
      given: aRuntime,
      operation: queueIssueTask,
      promised: { status: 201, body: { ...queued, taskId: newTask.taskId, issueId: newTask.issueId } },
    },
    ({ runtimes }) => runtimes.queue(newTask),
    (sent) => has(sent, { status: 'ok', ...newTask, task: { state: 'queued', taskId: newTask.taskId } }),
  ),
  does(
    {
      description: 'a task for an issue, sent again',
      given: aTask,
      operation: queueIssueTask,
      promised: { status: 200, body: queued },
    },
    ({ runtimes }) => runtimes.queue({ agentId, prompt, issueId, taskId }),
    (sent) => has(sent, { status: 'ok', task: queued }),
  ),
  refused(
    {
      description: 'a task for an issue under the id of another',
      given: aTask,
      operation: queueIssueTask,
      problem: 'id_taken',
    },
    ({ runtimes }) => runtimes.queue({ agentId, prompt: 'Something else.', issueId, taskId }),
  ),
  refused(
    {
      description: 'a task for an issue on a runtime that was removed',
      given: given('a runtime', { removed: true }),
      operation: queueIssueTask,
      problem: 'runtime_removed',
    },
    ({ runtimes }) => runtimes.queue(newTask),
  ),
  refused(
    {
      description: 'a task for an issue that is too long',
      given: given('a runtime', {}, { state: 'a text over the limit' }),
      operation: queueIssueTask,
      problem: 'message_too_large',
    },
    ({ runtimes }) => runtimes.queue({ ...newTask, prompt: tooLong }),
  ),
  refused(
    {
      description: 'a task for an issue while a store does not answer',
      given: given('a runtime', {}, { state: 'a store does not answer' }),
      operation: queueIssueTask,
      problem: 'unavailable',
      outcome: 'unknown',
    },
    ({ runtimes }) => runtimes.queue(newTask),
  ),
];

const ended: readonly HttpInteraction[] = [
  cancels('a task of an agent, called off', {}, cancelled),
  cancels('a task of an agent, called off again', { state: 'cancelled' }, cancelled),
  refused(
    {
      description: 'a task of an agent that is completed, called off',
      given: given('a task of an agent', { state: 'completed' }),
      operation: cancelAgentTask,
      problem: 'task_ended',
    },
    ({ runtimes }) => runtimes.cancel({ taskId }),
  ),
];

const lists: readonly HttpInteraction[] = [
  does(
    {
      description: 'a list of the tasks of agents',
      given: aTask,
      operation: 'listAgentTasks',
      promised: { status: 200, body: { tasks: [queued], nextCursor: null } },
    },
    ({ runtimes }) => runtimes.listTasks(),
    (read) => assert.deepEqual(read.tasks, [queued]),
  ),
  does(
    {
      description: 'a list of the tasks of one agent, of which there is none',
      given: aRuntime,
      operation: 'listAgentTasks',
      promised: { status: 200, body: { tasks: [], nextCursor: null } },
    },
    ({ runtimes }) => runtimes.listTasks({ agentId }),
    (read) => has(read, { status: 'ok', tasks: [] }),
  ),
  does(
    {
      description: 'what a run said',
      given: given('a task of an agent', { state: 'running', messages: 2 }),
      operation: agentTaskMessages,
      promised: { status: 200, body: { messages: [message(1)], nextCursor: null } },
    },
    ({ runtimes }) => runtimes.taskMessages({ taskId }),
    (read) => assert.deepEqual(read.messages, [message(1)]),
  ),
  does(
    {
      description: 'what a run said, where it said nothing',
      given: aTask,
      operation: agentTaskMessages,
      promised: { status: 200, body: { messages: [], nextCursor: null } },
    },
    ({ runtimes }) => runtimes.taskMessages({ taskId }),
    (read) => has(read, { status: 'ok', messages: [] }),
  ),
  does(
    {
      description: 'the first page of what a run said',
      // More than a page has rows.
      given: given('a task of an agent', { state: 'running', messages: 60 }),
      operation: agentTaskMessages,
      promised: { status: 200, body: { messages: [message(1)], nextCursor: '1.50' } },
      others: ({ query }) =>
        answered(query?.cursor === '1.50' ? 200 : 500, { messages: [message(51)], nextCursor: null }),
    },
    ({ runtimes }) => runtimes.taskMessages({ taskId }),
    (read) => assert.deepEqual(read.messages, [message(1), message(51)]),
  ),
];

/** What the user does with the tasks of agents. */
export const agentTasks: readonly HttpInteraction[] = [
  ...queues,
  reads('a read of a task of an agent that waits', {}, queued),
  reads('a read of a task of an agent in a chat', { kind: 'chat' }, queuedOfChat),
  reads('a read of a task of an agent that runs', { state: 'running', session: true }, running),
  reads('a read of a task of an agent that is completed', { state: 'completed', session: true }, completed),
  reads('a read of a task of an agent that failed', { state: 'failed', session: true }, failed),
  reads('a read of a task of an agent that was called off', { state: 'cancelled' }, cancelled),
  refused(
    {
      description: 'a read of a task of an agent that does not exist',
      given: aProject,
      operation: 'getAgentTask',
      problem: 'not_found',
    },
    ({ runtimes }) => runtimes.readTask({ taskId: strange(22) }),
  ),
  ...ended,
  ...lists,
];
