import { describe, expect, test } from 'vitest';
import { messageId, overHttp, pactOf, projectId, regex, rule, sessionId, smallPact } from './pact.testing.ts';
import { readPact } from './pact.ts';
import { type AskedRequest, compareRequest, partsOf } from './request.ts';

const { http } = readPact(smallPact);
const requestOf = (description: string) => {
  const found = http.find((interaction) => interaction.description === description);
  if (!found) throw new Error('The fixture has no such interaction.');
  return found.request;
};
const message = { messageId, role: 'assistant', content: 'Hello', createdAt: 7 };
const batch: AskedRequest = {
  method: 'POST',
  path: `/v1/projects/${projectId}/sessions/${sessionId}/messages`,
  search: '',
  headers: { authorization: 'Bearer x', 'content-type': 'application/json; charset=utf-8', accept: '*/*' },
  body: JSON.stringify({ messages: [message, message] }),
};
const page: AskedRequest = {
  method: 'GET',
  path: `/v1/projects/${projectId}/sessions`,
  search: '?limit=50',
  headers: { authorization: 'Bearer x' },
  body: '',
};
const differences = (description: string, asked: AskedRequest) =>
  compareRequest(requestOf(description), asked).differences;
const withMessages = (...messages: unknown[]) => ({ ...batch, body: JSON.stringify({ messages }) });

describe('Requests', () => {
  test('Other values that the rules allow match, and more headers do', () => {
    expect(differences('a batch of messages', batch)).toEqual([]);
    expect(differences('a page of sessions', page)).toEqual([]);
  });

  test.each<[string, AskedRequest, string]>([
    ['method', { ...batch, method: 'PUT' }, 'method: expected POST, found "PUT"'],
    ['path', { ...batch, path: '/v1/x' }, 'path: expected /v1/projects/'],
    ['longer path', { ...batch, path: `${batch.path}/1` }, 'path: expected /v1/projects/'],
    ['path in the middle', { ...batch, path: `/x${batch.path}` }, 'path: expected /v1/projects/'],
    [
      'missing header',
      { ...batch, headers: { 'content-type': 'application/json' } },
      'header authorization: expected "Bearer t", found nothing',
    ],
    [
      'wrong header',
      { ...batch, headers: { ...batch.headers, authorization: 'Basic x' } },
      'header authorization: expected what matches Bearer .+',
    ],
    [
      'type of the body',
      { ...batch, headers: { ...batch.headers, 'content-type': 'text/plain' } },
      'header content-type: expected "application/json"',
    ],
    ['body that is no JSON', { ...batch, body: '{' }, 'body: expected JSON, found "{"'],
    ['no body', { ...batch, body: '' }, 'body: expected JSON, found ""'],
    ['empty list', withMessages(), 'body $.messages: expected at least 1 in the list, found 0'],
    ['more fields', withMessages({ ...message, x: 1 }), 'body $.messages[0].x: not in the pact'],
    [
      'wrong second element',
      withMessages(message, { ...message, role: 'x' }),
      'body $.messages[1].role: expected what matches user|assistant',
    ],
    ['unknown query', { ...batch, search: '?x=1' }, 'query x: not in the pact'],
  ])('A batch differs in its %s', (_title, asked, said) => {
    const found = differences('a batch of messages', asked);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(said);
  });

  test.each([
    ['', 'query limit: expected 2, found nothing'],
    ['?limit=2&limit=3', 'query limit: expected 2, found "2, 3"'],
    ['?limit=many', 'query limit: expected an integer, found "many"'],
    ['?limit=2&cursor=c', 'query cursor: not in the pact'],
  ])('A page with the query %o differs', (search, said) => {
    expect(differences('a page of sessions', { ...page, search })).toEqual([said]);
  });

  const single = (request: Record<string, unknown>) => {
    const [read] = readPact(
      pactOf([
        overHttp({ description: 'x', states: [], request: { method: 'GET', path: '/x', ...request }, response: {} }),
      ]),
    ).http;
    if (!read) throw new Error('Nothing was read.');
    return read.request;
  };
  const x: AskedRequest = { method: 'GET', path: '/x', search: '', headers: {}, body: '' };

  test('Where the pact has no body any body may be there', () => {
    expect(compareRequest(single({}), { ...x, body: 'anything' }).differences).toEqual([]);
  });

  test('A query without a rule has the same values, in order and number', () => {
    const wanted = single({ query: { id: ['1', '2'] } });
    expect(compareRequest(wanted, { ...x, search: '?id=1&id=2' }).differences).toEqual([]);
    expect(compareRequest(wanted, { ...x, search: '?id=2&id=1' }).differences).toHaveLength(2);
    expect(compareRequest(wanted, { ...x, search: '?id=1' }).differences).toEqual([
      'query id: expected 1, 2, found "1"',
    ]);
  });

  test('An expression of a path may have flags', () => {
    const wanted = single({ path: '/a', matchingRules: { path: regex('(?i)/a') } });
    expect(compareRequest(wanted, { ...x, path: '/A' }).isPath).toBe(true);
    expect(compareRequest(wanted, { ...x, path: '/A/b' }).isPath).toBe(false);
  });

  test('A path may be one of several', () => {
    const or = { ...rule({ match: 'regex', regex: '/a' }, { match: 'regex', regex: '/b' }), combine: 'OR' };
    const wanted = single({ path: '/a', matchingRules: { path: or } });
    expect(['/a', '/b', '/c'].map((path) => compareRequest(wanted, { ...x, path }).isPath)).toEqual([
      true,
      true,
      false,
    ]);
  });

  test('A base URL without a host is refused', () => {
    expect(() => partsOf('/api')).toThrow('Failed to make the mock: `/api` is no URL. Give a base URL with scheme');
  });

  test('A body that is no JSON on purpose is the same text', () => {
    const wanted = single({ body: { content: '{"a":', contentType: 'application/json' } });
    expect(compareRequest(wanted, { ...x, body: '{"a":' }).differences).toEqual([]);
    expect(compareRequest(wanted, { ...x, body: '{"b":' }).differences).toHaveLength(1);
  });

  test('Where the pact has no header for the type of the body, one that is there fits the body', () => {
    const wanted = single({ body: { content: 1, contentType: 'application/json' } });
    const typed = (type: string) => ({ ...x, body: '1', headers: { 'content-type': type } });
    expect(compareRequest(wanted, typed('application/json')).differences).toEqual([]);
    expect(compareRequest(wanted, typed('text/plain')).differences).toEqual([
      'header content-type: expected "application/json", found "text/plain"',
    ]);
  });

  test('A text body is compared as text, and by its rules', () => {
    const body = { content: 'abc', contentType: 'text/plain' };
    expect(
      compareRequest(single({ body }), { ...x, body: 'abc', headers: { 'content-type': 'text/plain' } }).differences,
    ).toEqual([]);
    const ruled = single({ body, matchingRules: { body: { $: rule({ match: 'regex', regex: 'a.*' }) } } });
    const headers = { 'content-type': 'text/plain' };
    expect(compareRequest(ruled, { ...x, body: 'axx', headers }).differences).toEqual([]);
    expect(compareRequest(ruled, { ...x, body: 'xx', headers }).differences).toHaveLength(1);
  });

  test.each([
    ['http://api.test', ''],
    ['http://api.test/', ''],
    ['http://api.test/base/', '/base'],
  ])('The path of %s comes before all others', (url, prefix) => {
    expect(partsOf(url)).toEqual({ origin: 'http://api.test', prefix });
  });
});
