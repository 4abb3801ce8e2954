import assert from 'node:assert/strict';
import type { Task } from '../../wire/index.ts';
import type { HttpInteraction } from '../toolkit/interaction.ts';
import { strange, values } from '../toolkit/values.ts';
import { aProject, does, given, has, refused, time } from './playing.ts';

const { projectId, taskId, sessionId, messageId, tooLong, farTooLong } = values;
const message = 'Make the login form remember the user name.';
const key = strange(1);
const submitTask = 'submitTask';
const submittedBefore = given('a task', { prompt: message, idempotencyKey: key });
const overTheLimit = given('a project', {}, { state: 'a text over the limit' });
const submitted = { taskId, sessionId, messageId };
const task: Task = { taskId, projectId, sessionId, status: 'running', createdAt: time, updatedAt: time };

/** What the user does with tasks. */
export const tasks: readonly HttpInteraction[] = [
  does(
    {
      description: 'a submit of a task',
      given: aProject,
      operation: submitTask,
      promised: { status: 201, body: submitted },
    },
    (tab) => tab.submit({ message }),
    (submission) => has(submission, { status: 'created', message, ...submitted }),
  ),
  does(
    {
      description: 'a submit sent again under its key',
      given: submittedBefore,
      operation: submitTask,
      promised: { status: 201, body: submitted },
    },
    (tab) => tab.resubmit({ message, key }),
    (submission) => has(submission, { status: 'created', key, ...submitted }),
  ),
  refused(
    {
      description: 'a submit of something else under the key of another',
      given: submittedBefore,
      operation: submitTask,
      problem: 'idempotency_conflict',
    },
    (tab) => tab.resubmit({ message: 'Something else.', key }),
  ),
  refused(
    {
      description: 'a submit whose session cannot be created',
      given: given('a project', {}, { state: 'sessions cannot be created' }),
      operation: submitTask,
      problem: 'session_unavailable',
    },
    (tab) => tab.submit({ message }),
  ),
  refused(
    {
      description: 'a submit while a store does not answer',
      given: given('a project', {}, { state: 'a store does not answer' }),
      operation: submitTask,
      problem: 'unavailable',
      outcome: 'unknown',
    },
    (tab) => tab.submit({ message }),
  ),
  refused(
    {
      description: 'a submit of an empty prompt',
      given: aProject,
      operation: submitTask,
      problem: 'malformed_request',
    },
    (tab) => tab.submit({ message: '' }),
  ),
  refused(
    {
      description: 'a submit of a prompt that is too long',
      given: overTheLimit,
      operation: submitTask,
      problem: 'message_too_large',
    },
    (tab) => tab.submit({ message: tooLong }),
  ),
  refused(
    {
      description: 'a submit that is too long for a request',
      given: overTheLimit,
      operation: submitTask,
      problem: 'body_too_large',
    },
    (tab) => tab.submit({ message: farTooLong }),
  ),
  does(
    {
      description: 'a list of the tasks',
      given: given('a task'),
      operation: 'listTasks',
      promised: { status: 200, body: { tasks: [task], nextCursor: null } },
    },
    (tab) => tab.listTasks(),
    (read) => assert.deepEqual(read, { status: 'ok', tasks: [task], problem: undefined }),
  ),
  does(
    {
      description: 'a list of the tasks where there is none',
      given: aProject,
      operation: 'listTasks',
      promised: { status: 200, body: { tasks: [], nextCursor: null } },
    },
    (tab) => tab.listTasks({ limit: 10 }),
    (read) => assert.deepEqual(read, { status: 'ok', tasks: [], problem: undefined }),
  ),
  does(
    {
      description: 'a read of a task',
      given: given('a task'),
      operation: 'getTask',
      promised: { status: 200, body: task },
    },
    (tab) => tab.readTask({ taskId }),
    (read) => assert.deepEqual(read.task, task),
  ),
  refused(
    {
      description: 'a read of a task that does not exist',
      given: aProject,
      operation: 'getTask',
      problem: 'not_found',
    },
    (tab) => tab.readTask({ taskId: strange(2) }),
  ),
];
