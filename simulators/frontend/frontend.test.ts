import { describe, expect, test } from 'vitest';
import { problem } from '../../contracts/wire/index.ts';
import { LinkError } from '../ports.ts';
import { answered, uuid } from '../testing.ts';
import { frontendWith, message, projectId, session, sessionId, taskId } from './testing.ts';
import { frontendVerbs } from './verbs.ts';

const created = answered(201, { taskId, sessionId, messageId: uuid(5) });

describe('A submit', () => {
  test('It is one request with a key of its own, and tells what was made', async () => {
    const { frontend, link } = frontendWith();
    link.script.push(created);
    const submission = await frontend.submit({ message: 'Do it.' });
    expect(link.calls).toMatchObject([
      {
        operation: 'submitTask',
        params: { projectId },
        headers: { 'idempotency-key': submission.key },
        body: { message: 'Do it.' },
        token: 'user-token',
      },
    ]);
    expect(submission).toMatchObject({ status: 'created', message: 'Do it.', taskId, sessionId, messageId: uuid(5) });
  });

  test.each([
    ['503 session_unavailable', answered(503, problem('session_unavailable', '')), 'failed'],
    ['429 rate_limited', answered(429, problem('rate_limited', '')), 'failed'],
    ['422 idempotency_conflict', answered(422, problem('idempotency_conflict', '')), 'failed'],
    ['404 without a body', answered(404), 'failed'],
    ['408 without a body', answered(408), 'unknown'],
    ['503 unavailable', answered(503, problem('unavailable', '')), 'unknown'],
    ['500 internal_error', answered(500, problem('internal_error', '')), 'unknown'],
    ['502 without a body', answered(502, '<html>'), 'unknown'],
    ['a success nobody can read', answered(201, { ok: true }), 'unknown'],
    ['a lost connection', new LinkError('connection-lost'), 'unknown'],
    ['a timeout', new LinkError('timeout'), 'unknown'],
  ])('After %s nothing is repeated and the problem is shown', async (_, answer, status) => {
    const { frontend, link, clock, journal } = frontendWith();
    link.script.push(answer);
    const submission = await frontend.submit({ message: 'Do it.' });
    await clock.advance(60_000);
    expect(submission.status).toBe(status);
    expect(submission.problem).toBeDefined();
    expect(journal.of('problem')).toMatchObject([{ operation: 'submitTask', ...submission.problem }]);
    expect(link.calls).toHaveLength(1);
  });

  test('Sent again it has the same key and body; a new one has another key', async () => {
    const { frontend, link } = frontendWith();
    link.script.push(new LinkError('timeout'), created, created);
    const first = await frontend.submit({ message: 'Do it.' });
    expect((await frontend.resubmit(first)).status).toBe('created');
    await frontend.submit({ message: 'Do it.' });
    const [one, again, other] = link.calls;
    expect([again?.headers, again?.body]).toEqual([one?.headers, one?.body]);
    expect(other?.headers).not.toEqual(one?.headers);
  });
});

describe('Lists', () => {
  const pages = [
    answered(200, { sessions: [session], nextCursor: 'a b' }),
    answered(200, { sessions: [{ ...session, topic: 'Other' }], nextCursor: null }),
  ];

  test('Sessions are read to the last page', async () => {
    const { frontend, link } = frontendWith();
    link.script.push(...pages);
    const { status, sessions } = await frontend.listSessions({ limit: 1 });
    expect(status).toBe('ok');
    expect(sessions.map(({ topic }) => topic)).toEqual(['Do it.', 'Other']);
    expect(link.calls.map(({ query }) => query)).toEqual([{ limit: 1 }, { limit: 1, cursor: 'a b' }]);
  });

  test('Tasks are read to the last page', async () => {
    const { frontend, link } = frontendWith();
    const task = { taskId, projectId, sessionId, status: 'queued', createdAt: 1, updatedAt: 1 };
    link.script.push(answered(200, { tasks: [task], nextCursor: 'x' }), answered(200, { tasks: [], nextCursor: null }));
    expect((await frontend.listTasks()).tasks).toEqual([task]);
    expect(link.calls.map(({ query }) => query)).toEqual([{}, { cursor: 'x' }]);
  });

  test('The history of a session is read to the last page', async () => {
    const { frontend, link } = frontendWith();
    link.script.push(
      answered(200, { messages: [message(1), message(2)], nextAfter: 2 }),
      answered(200, { messages: [message(3)], nextAfter: null }),
    );
    const { messages } = await frontend.history({ sessionId, limit: 2 });
    expect(messages.map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect(link.calls[1]).toMatchObject({ params: { sessionId }, query: { limit: 2, after: 2 } });
  });

  test('A page that fails is a problem, and the rows before it are kept', async () => {
    const { frontend, link } = frontendWith();
    link.script.push(pages[0] ?? 'never', answered(503, problem('unavailable', '')));
    expect(await frontend.listSessions()).toMatchObject({
      status: 'unknown',
      sessions: [{ topic: 'Do it.' }],
      problem: { status: 503, code: 'unavailable' },
    });
  });

  test('A list that leads back to where it was ends with a problem', async () => {
    const { frontend, link } = frontendWith();
    link.answer = () => answered(200, { sessions: [session], nextCursor: 'same' });
    expect(await frontend.listSessions()).toMatchObject({ status: 'failed', problem: { code: 'cursor_repeated' } });
    expect(link.calls).toHaveLength(2);
  });
});

describe('Reading, stopping and linking', () => {
  test('A task and a session are read', async () => {
    const { frontend, link } = frontendWith();
    const task = { taskId, projectId, sessionId, status: 'running', createdAt: 1, updatedAt: 1 };
    link.script.push(answered(200, task), answered(200, session));
    expect(await frontend.readTask({ taskId })).toMatchObject({ status: 'ok', task });
    expect(await frontend.readSession({ sessionId })).toMatchObject({ status: 'ok', session });
  });

  test('What is not there is a failure with its code', async () => {
    const { frontend, link } = frontendWith();
    link.script.push(answered(404, problem('not_found', '')));
    const read = await frontend.readSession({ sessionId });
    expect(read).toMatchObject({ status: 'failed', problem: { status: 404, code: 'not_found' } });
    expect(read.session).toBeUndefined();
  });

  test('A session is stopped and linked by its own operations', async () => {
    const { frontend, link } = frontendWith();
    link.answer = () => answered(200, session);
    await frontend.stop({ sessionId });
    await frontend.linkWorkspace({ sessionId, workspaceId: uuid(3) });
    expect(link.calls).toMatchObject([
      { operation: 'stopSession', params: { projectId, sessionId } },
      { operation: 'linkWorkspace', params: { projectId, sessionId }, body: { workspaceId: uuid(3) } },
    ]);
  });
});

describe('A message of the user', () => {
  const result = (entry: object) => answered(200, { results: [{ messageId: uuid(9), ...entry }] });

  test.each([
    ['stored', result({ status: 'stored', seq: 4 }), { status: 'stored', seq: 4 }],
    ['duplicate', result({ status: 'duplicate', seq: 4 }), { status: 'duplicate', seq: 4 }],
    [
      'rejected',
      result({ status: 'rejected', code: 'session_stopped', detail: '' }),
      { status: 'rejected', code: 'session_stopped' },
    ],
    ['not answered for', answered(200, { results: [] }), { status: 'unknown' }],
    [
      'refused',
      answered(409, problem('session_stopped', '')),
      { status: 'failed', problem: { code: 'session_stopped' } },
    ],
    ['lost', new LinkError('connection-lost'), { status: 'unknown', problem: { status: null } }],
  ])('When it is %s, that is what the user sees', async (_, answer, sending) => {
    const { frontend, link } = frontendWith();
    link.script.push(answer);
    expect(await frontend.send({ sessionId, content: 'Hello', messageId: uuid(9) })).toMatchObject({
      sessionId,
      messageId: uuid(9),
      content: 'Hello',
      ...sending,
    });
  });

  test('Sent again it is the same to the byte, also when time has passed', async () => {
    const { frontend, link, clock } = frontendWith();
    link.script.push(new LinkError('timeout'));
    const sending = await frontend.send({ sessionId, content: 'Hello' });
    await clock.advance(5_000);
    await frontend.resend(sending);
    expect(link.calls[0]?.body).toMatchObject({ messages: [{ role: 'user', content: 'Hello' }] });
    expect(link.calls[1]?.body).toEqual(link.calls[0]?.body);
  });
});

describe('Verbs', () => {
  test('Each verb is listed under its own name', () => {
    for (const [name, verb] of Object.entries(frontendVerbs)) expect(verb.name).toBe(name);
  });

  test('A verb is journaled with its arguments; one that is not enabled, with the reason', () => {
    const { frontend, journal, link } = frontendWith();
    frontend.subscribe({ sessionId });
    frontend.unsubscribe({ sessionId: null });
    frontend.reconnect();
    expect(journal.verbs).toEqual([
      { name: 'subscribe', args: { sessionId, after: null } },
      { name: 'unsubscribe', args: { sessionId: null }, refused: 'it is not subscribed' },
      { name: 'reconnect', args: {}, refused: 'the socket is not disconnected' },
    ]);
    expect(link.sockets).toHaveLength(1);
  });

  test('There is nothing to close before the first subscription', () => {
    const { frontend, journal } = frontendWith();
    frontend.closeSocket();
    expect(journal.verbs[0]?.refused).toBe('there is no socket to close');
    expect(frontend.state).toBe('idle');
  });
});
