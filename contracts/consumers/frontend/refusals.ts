import type { HttpInteraction } from '../toolkit/interaction.ts';
import { values } from '../toolkit/values.ts';
import { aProject, given, refused } from './playing.ts';

const operation = 'listTasks';

/** What any request of the frontend may be answered, on one of them. */
export const refusals: readonly HttpInteraction[] = [
  refused(
    {
      description: 'a list of the tasks with more rows than a page has',
      given: aProject,
      operation,
      problem: 'malformed_request',
    },
    (tab) => tab.listTasks({ limit: 1000 }),
  ),
  refused(
    {
      description: 'a list of the tasks with a token that is unknown',
      given: given('a project', {}, { state: 'the token is unknown' }),
      operation,
      problem: 'unauthenticated',
    },
    (tab) => tab.listTasks(),
  ),
  refused(
    {
      description: 'a list of the tasks with a token that has expired',
      given: given('a project', {}, { state: 'the token has expired' }),
      operation,
      problem: 'token_expired',
    },
    (tab) => tab.listTasks(),
  ),
  refused(
    {
      description: 'a list of the tasks with the token of a VM agent',
      given: given('a task'),
      operation,
      problem: 'forbidden',
      token: values.agentToken,
    },
    (tab) => tab.listTasks(),
  ),
  refused(
    {
      description: 'a list of the tasks with the token of another project',
      given: given('a project', {}, { state: 'the token is for something else' }),
      operation,
      problem: 'not_found',
    },
    (tab) => tab.listTasks(),
  ),
  refused(
    {
      description: 'a list of the tasks after too many requests',
      given: given('a project', {}, { state: 'the token has asked too often' }),
      operation,
      problem: 'rate_limited',
      headers: { 'Retry-After': '1' },
    },
    (tab) => tab.listTasks(),
  ),
  refused(
    {
      description: 'a list of the tasks while something is broken inside',
      given: given('a project', {}, { state: 'something is broken inside' }),
      operation,
      problem: 'internal_error',
      outcome: 'unknown',
    },
    (tab) => tab.listTasks(),
  ),
  refused(
    {
      description: 'a list of the tasks while a store does not answer',
      given: given('a project', {}, { state: 'a store does not answer' }),
      operation,
      problem: 'unavailable',
      outcome: 'unknown',
    },
    (tab) => tab.listTasks(),
  ),
];
