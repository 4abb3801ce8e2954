import { describe, expect, test } from 'vitest';
import { interactions, overHttp, pactOf, regex, rule, smallPact } from './pact.testing.ts';
import { readPact } from './pact.ts';

describe('Reading a pact', () => {
  test('Its interactions are told apart, and states of the harness from those of the provider', () => {
    const pact = readPact(smallPact);
    expect(pact).toMatchObject({ consumer: 'frontend', provider: 'session-api' });
    expect(pact.http).toHaveLength(8);
    expect(pact.exchanges).toMatchObject([
      { description: 'subscribe to a session', states: [{ name: 'a task', params: {} }] },
    ]);
    expect(pact.frames).toMatchObject([{ socket: { path: '/v1/projects/${projectId}/events', token: 'token' } }]);
  });

  test('A header that is there in two casings is one', () => {
    const [batch] = readPact(smallPact).http;
    expect(batch?.request.headers).toEqual({ authorization: 'Bearer t', 'content-type': 'application/json' });
  });

  test('Rules of headers and of the query are found whatever way they are written', () => {
    const request = {
      method: 'get',
      path: '/x',
      query: { limit: '2', page: ['1'] },
      matchingRules: { header: { 'X-Name': regex('a') }, query: { '$.limit': regex('b'), 'page[0]': regex('c') } },
    };
    const parts = { description: 'x', states: [], request, response: {} };
    const [read] = readPact(pactOf([overHttp(parts)])).http;
    expect(read?.request).toMatchObject({
      method: 'GET',
      query: { limit: ['2'], page: ['1'] },
      rules: { headers: { 'x-name': regex('a') }, query: { limit: regex('b'), page: regex('c') } },
    });
    expect(read?.response).toEqual({ status: 200, headers: {}, body: undefined });
  });

  test.each([
    ['JSON', { content: { a: 1 }, contentType: 'application/json', encoded: false }, { a: 1 }, true],
    ['JSON under another name', { content: 'x', contentType: 'application/problem+json' }, 'x', true],
    ['JSON as text', { content: '{"a":1}', contentType: 'application/json', encoded: 'JSON' }, { a: 1 }, true],
    ['text', { content: 'abc', contentType: 'text/plain', encoded: false }, 'abc', false],
    ['text in base64', { content: 'w6RiYw==', contentType: 'text/plain', encoded: 'base64' }, 'äbc', false],
  ])('A body is read: %s', (_title, body, example, json) => {
    const parts = {
      description: 'x',
      states: [],
      request: { method: 'GET', path: '/' },
      response: { status: 200, body },
    };
    const [read] = readPact(pactOf([overHttp(parts)])).http;
    expect(read?.response.body).toMatchObject({ example, json });
    expect(read?.response.headers).toEqual({ 'content-type': body.contentType });
  });

  test.each([
    [undefined, 'the document'],
    [{}, 'consumer'],
    [{ ...smallPact, metadata: { pactSpecification: { version: '3.0.0' } } }, 'metadata.pactSpecification.version'],
    [pactOf([{ ...interactions.session, type: 'Plugin' }]), 'interactions.0.type'],
    [pactOf([{ ...interactions.session, request: { method: 'GET' } }]), 'interactions.0.request.path'],
  ])('What is none is refused with the place: %#', (document, place) => {
    const said = /^Failed to read the pact: (.+?): .+\. Give the parsed JSON of a Pact V4 file\.$/;
    expect(() => readPact(document)).toThrow(said);
    expect(() => readPact(document)).toThrow(`: ${place}: `);
  });

  test('A rule that the mocks do not know is refused: it would let through what the pact does not', () => {
    const request = {
      method: 'GET',
      path: '/',
      matchingRules: { body: { '$.at': rule({ match: 'timestamp', format: 'yyyy' }) } },
    };
    const parts = { description: 'x', states: [], request, response: {} };
    expect(() => readPact(pactOf([overHttp(parts)]))).toThrow('matchingRules.body.$.at.matchers.0.match');
  });

  test('An expression that only Pact knows is refused before anything is asked', () => {
    const request = { method: 'GET', path: '/', matchingRules: { path: regex('(?P<name>x)') } };
    const parts = { description: 'x', states: [], request, response: {} };
    expect(() => readPact(pactOf([overHttp(parts)]))).toThrow('no expression that JavaScript knows');
  });

  test('A state of a socket that is not as it should be is refused', () => {
    const message = { ...interactions.message, providerStates: [{ name: 'a socket is open', params: { path: 7 } }] };
    expect(() => readPact(pactOf([message]))).toThrow('`a socket is open` of `a new message` is not as it should be');
  });
});
