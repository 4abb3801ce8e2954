import { describe, expect, test } from 'vitest';
import { assemble } from './assemble.ts';
import type { MockOptions } from './mock.ts';
import { interactions, messageId, overHttp, pactOf, projectId, sessionId, smallPact } from './pact.testing.ts';
import type { AskedRequest } from './request.ts';
import { lost, pact, status, times, twice } from './script.ts';

const headers = { authorization: 'Bearer x', 'content-type': 'application/json' };
const sessionPath = `/v1/projects/${projectId}/sessions/${sessionId}`;
const read: AskedRequest = { method: 'GET', path: sessionPath, search: '', headers, body: '' };
const message = { messageId, role: 'user', content: 'Hello', createdAt: 7 };
const batch: AskedRequest = {
  ...read,
  method: 'POST',
  path: `${sessionPath}/messages`,
  body: JSON.stringify({ messages: [message] }),
};

/** A mock, and a way to ask it that shows status and parsed body. */
function made(options: MockOptions = {}, document: unknown = smallPact) {
  const { mock, requests } = assemble(document, options);
  const ask = (asked: AskedRequest) => {
    const reply = requests.answer(asked);
    return reply && { ...reply, body: reply.body === null ? null : JSON.parse(reply.body) };
  };
  return {
    mock,
    ask,
    statuses: (asked: AskedRequest, count: number) => times(count, pact()).map(() => ask(asked)?.status),
  };
}

describe('Answers', () => {
  test('An answer has status, headers and body of the example, whatever was asked', () => {
    expect(made({ states: 'a store does not answer' }).ask(batch)).toEqual({
      status: 503,
      headers: { 'content-type': 'application/problem+json', 'retry-after': '3' },
      body: expect.objectContaining({ code: 'unavailable' }),
    });
    expect(made().ask(batch)?.body).toEqual({ results: [{ status: 'stored', messageId, seq: 3 }] });
  });

  test('An answer without a body has none', () => {
    const asked = { method: 'DELETE', path: '/v1/lock', search: '', headers: {}, body: '' };
    expect(made().ask(asked)).toEqual({ status: 204, headers: {}, body: null });
  });

  test('What can be several interactions is an error that names them and their states', () => {
    const other = { ...interactions.session, description: 'another session', response: { status: 200 } };
    const { mock, ask } = made({ states: 'a task' }, pactOf([interactions.session, interactions.stopped, other]));
    expect(ask(read)).toMatchObject({ status: 501 });
    expect(mock.unhandled).toEqual([
      `Failed to answer GET ${sessionPath}: it can be \`a session\` (\`a task\`: 200) or \`another session\` (\`a task\`: 200). Switch on the states of one, with their parameters, or the one: \`use({ interaction: '…' })\`.`,
    ]);
    mock.use({ state: 'a task', params: { stopped: true } });
    expect(ask(read)?.body).toMatchObject({ status: 'stopped' });
    mock.use(['a task', { interaction: 'another session' }]);
    expect(ask(read)).toEqual({ status: 200, headers: {}, body: null });
  });

  test('What is not in the pact says what was asked, and the nearest three with what differs', () => {
    const told: string[] = [];
    const { mock, ask } = made({ onUnhandled: (text) => told.push(text) });
    const reply = ask({ ...batch, body: JSON.stringify({ messages: [{ ...message, content: 7 }] }) });
    expect(told).toEqual(mock.unhandled);
    expect(reply).toMatchObject({ status: 501, body: { detail: told[0], retryable: false } });
    expect(told[0]).toContain(`Failed to answer POST ${batch.path} {`);
    expect(told[0]).toContain(
      'no interaction of the pact of frontend is like it. Nearest are `a batch of messages` (body $.messages[0].content: expected a text, found 7), `',
    );
    expect(told[0]?.match(/expected a text/g)).toHaveLength(3);
    expect(told[0]).not.toContain('\n');
  });

  test('A pact without requests says so', () => {
    const { mock, ask } = made({}, pactOf([]));
    ask(read);
    expect(mock.unhandled[0]).toContain('It has no requests.');
  });

  test('All requests are kept with what answered them', () => {
    const { mock, ask } = made({ scripts: { 'a session': [lost()] } });
    for (const asked of [read, { ...read, path: '/x' }, batch]) ask(asked);
    expect(mock.requests).toEqual([
      { ...read, interaction: 'a session', status: null },
      { ...read, path: '/x', interaction: null, status: 501 },
      { ...batch, interaction: 'a batch of messages', status: 200 },
    ]);
  });

  test('A reset forgets what was seen, and goes back to the states and scripts of the options', () => {
    const { mock, ask } = made({ states: 'a store does not answer', scripts: { 'a session': [status(500)] } });
    ask(read);
    ask({ ...read, path: '/x' });
    mock.use('a task');
    mock.script('a batch of messages', times(5, lost()));
    mock.reset();
    expect([mock.requests, mock.unhandled]).toEqual([[], []]);
    expect(ask(batch)?.status).toBe(503);
    expect(ask(read)?.status).toBe(500);
  });
});

describe('Scripts', () => {
  test('Steps are played one after another, then the pact answers', () => {
    const { mock, ask, statuses } = made();
    mock.script('a batch of messages', times(2, status(503)), pact(), lost());
    expect(statuses(batch, 5)).toEqual([503, 503, 200, undefined, 200]);
    expect(ask(batch)?.status).toBe(200);
  });

  test('Steps can be repeated together', () => {
    const { mock, statuses } = made();
    mock.script('a batch of messages', times(2, status(503), pact()));
    expect(statuses(batch, 5)).toEqual([503, 200, 503, 200, 200]);
  });

  test('A status is answered as the pact has it for the same request, otherwise by a problem document', () => {
    const { mock, ask } = made();
    mock.script('a batch of messages', status(503), status(429), status(418));
    expect(ask(batch)).toMatchObject({ status: 503, headers: { 'retry-after': '3' } });
    expect(ask(batch)).toMatchObject({
      status: 429,
      headers: { 'content-type': 'application/problem+json' },
      body: { status: 429, code: 'rate_limited', retryable: true },
    });
    expect(ask(batch)?.body).toEqual({ type: 'about:blank', title: 'Status 418', status: 418 });
  });

  test('A status that has no body is answered without one', () => {
    const { mock, ask } = made();
    mock.script('a batch of messages', status(204), status(304), status(202));
    expect([ask(batch)?.body, ask(batch)?.body]).toEqual([null, null]);
    expect(ask(batch)?.body).not.toBeNull();
  });

  test('A status can have a problem and headers of its own', () => {
    const { mock, ask } = made();
    mock.script(
      'a batch of messages',
      status(503, { code: 'session_unavailable' }, { 'retry-after': '7' }),
      status(401, undefined, { x: 'y' }),
    );
    expect(ask(batch)).toMatchObject({
      headers: { 'retry-after': '7' },
      body: { status: 503, code: 'session_unavailable', title: expect.stringContaining('ession') },
    });
    expect(ask(batch)).toMatchObject({ headers: { x: 'y' }, body: { code: 'token_expired' } });
  });

  test('A script of an interaction that another state would choose is played too', () => {
    const { mock, ask, statuses } = made({ states: 'a task' });
    mock.script('a batch with a token that has expired', pact());
    expect(statuses(batch, 2)).toEqual([401, 200]);
    mock.script('a batch of messages', lost());
    expect(ask(read)?.status).toBe(200);
  });

  test('Of two scripts for one request that of the interaction which is meant comes first', () => {
    const { mock, statuses } = made({ states: 'a task' });
    mock.script('a batch with a token that has expired', status(500));
    mock.script('a batch of messages', status(502));
    expect(statuses(batch, 3)).toEqual([502, 500, 200]);
  });

  test.each([
    [
      'a batch of massages',
      [pact()],
      'the pact has no such interaction. Take one of its descriptions, such as `a batch of messages`',
    ],
    ['a batch of messages', [twice()], 'a request has one answer. Use `twice` for frames.'],
    ['a new message', [status(500)], 'a frame has no status. Use `lost` or `twice`.'],
  ])('What cannot be played is refused: %s', (description, steps, said) => {
    const { mock } = made();
    expect(() => mock.script(description, ...steps)).toThrow(`Failed to script \`${description}\`: ${said}`);
    expect(() => made({ scripts: { [description]: steps } })).toThrow(said);
  });
});

test('A description that several states share is one script', () => {
  const twin = overHttp({
    ...interactions.expired,
    description: 'a batch of messages',
    states: [{ name: 'expired' }],
    request: interactions.expired.request,
    response: interactions.expired.response,
  });
  const { mock, ask } = made({ states: 'expired' }, pactOf([interactions.batch, twin]));
  expect(ask(batch)?.status).toBe(401);
  mock.script('a batch of messages', status(500), pact());
  expect([ask(batch)?.status, ask(batch)?.status]).toEqual([500, 401]);
});
