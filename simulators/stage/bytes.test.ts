import { describe, expect, test } from 'vitest';
import { nodeCallOf, parseBody, rawAnswer, rawRequest } from './bytes.ts';

describe('the body of a message', () => {
  const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

  test.each<[string, string, unknown]>([
    ['nothing', '', undefined],
    ['JSON', '{"a":[1]}', { a: [1] }],
    ['what is not JSON', '{"a"', '{"a"'],
    ['JSON nested beyond reason', nested(101), nested(101)],
  ])('%s is read as it is', (_what, text, value) => {
    expect(parseBody(text)).toEqual(value);
  });

  test('nested as deep as is reasonable is read', () => {
    expect(JSON.stringify(parseBody(nested(100)))).toBe(nested(100));
  });
});

describe('a call as bytes', () => {
  const call = { operation: 'listTasks' as const, params: { projectId: 'p' }, token: 'mine' };

  test('has its token, and JSON where it has a body', () => {
    expect(rawRequest({ ...call, query: { limit: 1 } })).toEqual({
      method: 'GET',
      path: '/v1/projects/p/tasks?limit=1',
      headers: { authorization: 'Bearer mine' },
    });
    expect(rawRequest({ ...call, body: { a: 1 } })).toMatchObject({
      headers: { 'content-type': 'application/json' },
      body: '{"a":1}',
    });
  });

  test('lets a header, a text, a method and a path that are given win', () => {
    const headers = { authorization: 'Basic', 'content-type': 'text/plain' };
    const instead = { method: 'PATCH', path: '/elsewhere' };
    expect(rawRequest({ ...call, headers, body: '{"half', instead })).toEqual({ ...instead, headers, body: '{"half' });
  });
});

describe('what a node is asked and answers', () => {
  test('is the call of the contract, or a refusal', () => {
    const asked = { method: 'DELETE', path: '/workspaces/w', headers: {} };
    expect(nodeCallOf(asked)).toEqual({ operation: 'deleteWorkspace', params: { workspaceId: 'w' }, body: undefined });
    expect(nodeCallOf({ ...asked, method: 'GET' })).toMatchObject({ refused: { status: 405 } });
    expect(nodeCallOf({ ...asked, path: '/v1' })).toMatchObject({ refused: { status: 405 } });
    expect(nodeCallOf({ ...asked, method: 'GET', path: '/v1' })).toMatchObject({ refused: { status: 404 } });
  });

  test('has a type only where it has a body, and its own type wins', () => {
    expect(rawAnswer({ status: 204, headers: {}, body: undefined })).toEqual({ status: 204, headers: {}, body: '' });
    const headers = { 'content-type': 'application/problem+json' };
    expect(rawAnswer({ status: 404, headers, body: {} })).toEqual({ status: 404, headers, body: '{}' });
  });
});
