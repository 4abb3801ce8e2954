import { describe, expect, test } from 'vitest';
import { examples, frameExamples } from '../../contracts/wire/documents/examples.ts';
import { type ProblemCode, problem, problems } from '../../contracts/wire/index.ts';
import { faultOfFrame, faultOfRequest, faultOfResponse, isDefinite } from './conformance.ts';

const problemHeaders = { 'content-type': 'application/problem+json; charset=utf-8' };
const document = problem('not_found', 'for this reason');

describe('the contract finds no fault', () => {
  test.each(Object.entries(examples))('with the example of %s', (operation, { params, headers = {}, ...rest }) => {
    expect(faultOfRequest(operation, { params, headers, body: rest.body })).toBeUndefined();
    const answer = { status: rest.status, headers: {}, body: rest.answer };
    expect(faultOfResponse(operation, answer)).toBeUndefined();
  });

  const frames = Object.entries(frameExamples).flatMap(([socket, its]) =>
    Object.entries(its).map(([type, frame]) => ({ socket, type, frame })),
  );
  test.each(frames)('with the example of the frame $type on $socket', ({ socket, frame }) => {
    const found = [faultOfFrame(socket, 'client', frame), faultOfFrame(socket, 'server', frame)];
    expect(found).toContain(undefined);
    expect(found.filter((fault) => fault !== undefined)).toHaveLength(1);
  });

  test.each(['not_found', 'forbidden', 'malformed_request'] as const)('with a registered %s', (code) => {
    const body = problem(code, 'so it is');
    const response = { status: problems[code].status, headers: problemHeaders, body };
    expect(faultOfResponse('getSession', response)).toBeUndefined();
  });
});

describe('the contract says what is wrong', () => {
  const { params, headers = {}, body } = examples.submitTask;

  test.each<[string, Parameters<typeof faultOfRequest>, RegExp]>([
    ['an unknown operation', ['shout', { params: {}, headers: {} }], /^There is no operation shout\.$/],
    ['a bad path', ['submitTask', { params: { projectId: 'mine' }, headers, body }], /^path at projectId: /],
    ['a bad body', ['submitTask', { params, headers, body: { message: 7 } }], /^body at message: /],
    ['no body', ['submitTask', { params, headers }], /^body: /],
  ])('of a request with %s', (_what, request, fault) => {
    expect(faultOfRequest(...request)).toMatch(fault);
  });

  test.each<[string, Parameters<typeof faultOfResponse>[1], RegExp]>([
    ['a success it does not have', { status: 204, headers: {} }, /^getTask has no answer with status 204\.$/],
    ['a body of another shape', { status: 200, headers: {}, body: {} }, /^answer 200 at taskId: /],
    ['a failure that is no problem', { status: 404, headers: problemHeaders, body: 'oops' }, /^problem 404: /],
    ['a problem of another type', { status: 404, headers: {}, body: document }, /not as nothing\.$/],
    [
      'a problem that names another status',
      { status: 410, headers: problemHeaders, body: document },
      /^The problem says 404, the answer 410\.$/,
    ],
    [
      'a code with another status than is registered',
      { status: 410, headers: problemHeaders, body: { ...document, status: 410 } },
      /^The code not_found has status 404, not 410\.$/,
    ],
    [
      'a code that is retryable although it is registered as final',
      { status: 404, headers: problemHeaders, body: { ...document, retryable: true } },
      /^The code not_found has retryable false\.$/,
    ],
    [
      'a problem of another operation',
      { status: 409, headers: problemHeaders, body: problem('workspace_conflict', 'no') },
      /^getTask has no problem workspace_conflict\.$/,
    ],
  ])('of an answer with %s', (_what, response, fault) => {
    expect(faultOfResponse('getTask', response)).toMatch(fault);
  });

  test('of a frame that is none', () => {
    expect(faultOfFrame('events', 'server', { type: 'ping' })).toMatch(/^frame/);
    expect(faultOfFrame('live', 'client', 'ping')).toMatch(/^frame/);
    expect(faultOfFrame('getTask', 'client', { type: 'ping' })).toBe('There is no socket getTask.');
  });
});

describe('an operation certainly did not happen', () => {
  test.each(Object.keys(problems) as ProblemCode[])('after %s where the registry says so', (code) => {
    expect(isDefinite(problems[code].status, problem(code, 'so it is'))).toBe(problems[code].definite);
  });

  test.each([
    [404, true],
    [429, true],
    [408, false],
    [500, false],
    [503, false],
  ])('after %d without a problem: %s', (status, definite) => {
    expect(isDefinite(status, 'no problem')).toBe(definite);
  });
});
