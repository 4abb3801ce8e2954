import { describe, expect, test } from 'vitest';
import { nodeOperations, operations } from './operations.ts';
import { matchRoute, route } from './route.ts';

describe('route and matchRoute', () => {
  test.each([...Object.entries(operations), ...Object.entries(nodeOperations)])(
    'The path built for %s is found again with its parameters and query',
    (name, { params }) => {
      const wanted = Object.fromEntries(Object.keys(params.shape).map((key) => [key, `${key} 1/2?3%4`]));
      const { method, path } = route(name as keyof typeof operations, wanted, { limit: 2, cursor: 'a&b=c' });
      expect(matchRoute(method, path)).toEqual({
        operation: name,
        params: wanted,
        query: { limit: '2', cursor: 'a&b=c' },
      });
    },
  );

  test('A path without a query has no question mark', () => {
    expect(route('listTasks', { projectId: 'p' })).toEqual({ method: 'GET', path: '/v1/projects/p/tasks' });
  });

  test('A missing parameter is an error that names it', () => {
    expect(() => route('getTask', { projectId: 'p' })).toThrow('no `taskId`');
  });

  test.each([
    ['GET', '/v1/nothing', 'not_found'],
    ['GET', '/v1/projects/p/tasks/', 'not_found'],
    ['GET', '/v1/projects/%/tasks', 'not_found'],
    ['PATCH', '/v1/projects/p/tasks', 'method_not_allowed'],
    ['GET', '/workspaces/w', 'method_not_allowed'],
  ])('%s %s is %s', (method, path, reason) => {
    expect(matchRoute(method, path)).toBe(reason);
  });
});
