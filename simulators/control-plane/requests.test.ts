import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { access, type Caller, callers, limits, type OperationName, operationOf } from '../../contracts/wire/index.ts';
import { messageOf } from './testing/client.ts';
import { adminToken, startWorker } from './testing/miniflare.ts';
import { attack, linkedTask, setUp } from './testing/setup.ts';

const setup = setUp();

/** One token of each kind of caller, for a session of the project. */
async function tokensFor(agent: string): Promise<Record<Caller, string | null>> {
  const { client, project, node } = setup;
  const { projectId } = project;
  const elsewhere = (await client.call('createProject', { token: adminToken, body: { nodeUrl: node.url } })).body;
  const there = { projectId: elsewhere.projectId };
  return {
    nobody: null,
    'unknown token': 'tok_unknown',
    'expired token': await client.token({ role: 'user', projectId, userId: 'ada', expiresInSeconds: 0 }),
    user: project.user,
    'other user': await client.token({ role: 'user', projectId, userId: 'bob' }),
    'foreign user': await client.token({ role: 'user', ...there, userId: 'ada' }),
    'own vm-agent': agent,
    'other vm-agent': await client.token({ role: 'vm-agent', projectId, workspaceId: randomUUID() }),
    'foreign vm-agent': await client.token({ role: 'vm-agent', ...there, workspaceId: randomUUID() }),
    daemon: await client.token({ role: 'daemon', projectId, runtimeId: 'r' }),
    'other daemon': await client.token({ role: 'daemon', projectId, runtimeId: 'r-2' }),
    'foreign daemon': await client.token({ role: 'daemon', ...there, runtimeId: 'r' }),
    administrator: adminToken,
  };
}

describe('the table of access', () => {
  test('holds for each operation and each caller', async () => {
    const { client, project, node } = setup;
    const { projectId } = project;
    const { taskId, sessionId, agent, workspaceId } = await linkedTask(setup);
    const tokens = await tokensFor(agent);
    const bodies: Partial<Record<OperationName, unknown>> = {
      createProject: { nodeUrl: node.url },
      createToken: { role: 'user', projectId, userId: 'bob', expiresInSeconds: 1 },
      submitTask: { message: 'Do it' },
      linkWorkspace: { workspaceId },
      createLiveSession: {},
      appendMessages: { messages: [messageOf('hello', { role: 'user' })] },
    };
    await project.as('createLiveSession', { params: { sessionId }, body: {} });
    const sockets: OperationName[] = ['events', 'terminal', 'live'];
    // Groups that have resources of their own are played in tests of their own.
    const apart = ['phases', 'runtimes', 'migration'];
    // Stopping comes last: it would change the answers of the others.
    const plain = (Object.keys(access) as OperationName[]).filter(
      (name) => !sockets.includes(name) && !apart.includes(operationOf(name).capability) && name !== 'stopSession',
    );
    const expected: string[] = [];
    const answered: string[] = [];
    for (const operation of [...plain, 'stopSession'] as const) {
      for (const caller of callers) {
        const headers = { 'idempotency-key': randomUUID() };
        const params = { projectId, sessionId, taskId };
        const reply = await client.call(operation, { params, headers, body: bodies[operation], token: tokens[caller] });
        expected.push(`${operation} ${caller} ${access[operation][caller]}`);
        answered.push(`${operation} ${caller} ${reply.status}`);
        expect(JSON.stringify(reply.body)).not.toContain(tokens[caller] ?? 'no token was sent');
      }
    }
    expect(answered).toEqual(expected);
    for (const socket of sockets) {
      for (const caller of callers.filter((name) => access[socket][name] >= 400)) {
        const headers = { 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==', 'sec-websocket-version': '13' };
        const reply = await client.call(socket, { params: { projectId }, headers, token: tokens[caller] });
        expect(`${socket} ${caller} ${reply.status}`).toBe(`${socket} ${caller} ${access[socket][caller]}`);
      }
    }
  });

  test('keeps an unknown session, task or id apart from a forbidden one', async () => {
    const { project } = setup;
    const { agent } = await linkedTask(setup);
    const unknown = { sessionId: randomUUID(), taskId: randomUUID() };
    expect((await project.as('getTask', { params: unknown })).status).toBe(404);
    expect((await project.as('getSession', { params: unknown })).status).toBe(404);
    expect((await project.append(unknown.sessionId, [messageOf('lost')], agent)).status).toBe(404);
    expect((await project.as('getSession', { params: { sessionId: 'none' } })).body.code).toBe('malformed_request');
    expect((await project.as('getSession', { params: { sessionId: 'none' }, token: null })).status).toBe(401);
    expect((await project.as('getSession', { params: { sessionId: '%E0%A4%A' } })).status).toBe(400);
  });

  test('answers 401, not an error, on a database that nothing was ever stored in', async () => {
    const { url, stop } = await startWorker();
    const response = await fetch(`${url}/v1/projects/${randomUUID()}/tasks`, {
      headers: { authorization: 'Bearer tok_x' },
    });
    expect(response.status).toBe(401);
    const body = JSON.stringify({ role: 'user', projectId: randomUUID(), userId: 'ada', expiresInSeconds: 1 });
    const headers = { authorization: `Bearer ${adminToken}` };
    expect((await fetch(`${url}/v1/tokens`, { method: 'POST', headers, body })).status).toBe(404);
    await stop();
  });
});

describe('a malformed request', () => {
  const deep = 500_000;
  test.each([
    ['nothing', ''],
    ['no JSON', 'hello'],
    ['brackets without end', '['.repeat(limits.bodyBytes - 1)],
    ['brackets half a million deep', '['.repeat(deep) + ']'.repeat(deep)],
    ['a member half a million deep', `{"message":${'['.repeat(deep)}${']'.repeat(deep)}}`],
    ['a wrong type', '{"message":7}'],
    ['an empty message', '{"message":""}'],
    ['a NUL character', '{"message":"a\\u0000b"}'],
    ['half a surrogate pair', '{"message":"\\ud800"}'],
    ['bytes that are not UTF-8', new Uint8Array([123, 34, 255, 34, 58, 49, 125])],
  ])('with %s gets 400 and changes nothing', async (_what, body) => {
    const reply = await setup.project.as('submitTask', { headers: { 'idempotency-key': 'k' }, body });
    expect([reply.status, reply.body.code]).toEqual([400, 'malformed_request']);
    expect(reply.headers.get('content-type')).toBe('application/problem+json');
    expect(await setup.project.tasks()).toEqual([]);
  });

  test('with a batch of deep nesting gets its messages rejected one by one', async () => {
    const { project } = setup;
    const { sessionId } = (await project.submit()).body;
    const body = `{"messages":[{"messageId":"m","content":${'['.repeat(deep)}${']'.repeat(deep)}}]}`;
    const { results } = (await project.as('appendMessages', { params: { sessionId }, body })).body;
    expect(results).toMatchObject([{ status: 'rejected', messageId: 'm', code: 'malformed_message' }]);
  });

  test('with a wrong header, query, path or method is told so', async () => {
    const { project, client } = setup;
    expect((await project.as('submitTask', { body: { message: 'm' } })).status).toBe(400);
    expect((await project.as('listTasks', { query: { limit: 101 } })).status).toBe(400);
    expect((await project.as('listSessions', { query: { cursor: 'mine' } })).status).toBe(400);
    expect((await project.as('events')).status).toBe(400);
    expect((await client.raw('GET', '/v2', {})).status).toBe(404);
    const wrong = await client.raw('PATCH', `/v1/projects/${project.projectId}/tasks`, {});
    expect([wrong.status, wrong.body.code, wrong.headers.get('allow')]).toEqual([
      405,
      'method_not_allowed',
      'POST, GET',
    ]);
  });
});

describe('a limit', () => {
  const bytes = (size: number) => new TextEncoder().encode(`{"message":"${'x'.repeat(size)}"}`);

  test.each([1, 7])('of the body holds at %i times its size, with its length declared or not', async (times) => {
    const body = bytes(times * limits.bodyBytes);
    const stream = new ReadableStream({
      start(controller) {
        for (let at = 0; at < body.length; at += 65_536) controller.enqueue(body.slice(at, at + 65_536));
        controller.close();
      },
    });
    for (const sent of [body, stream]) {
      const reply = await setup.project.as('submitTask', { headers: { 'idempotency-key': 'k' }, body: sent });
      expect([reply.status, reply.body.code]).toEqual([413, 'body_too_large']);
    }
  });

  test('of a message is counted in bytes', async () => {
    const { project } = setup;
    expect((await project.submit('x'.repeat(limits.messageBytes))).status).toBe(201);
    expect((await project.submit('x'.repeat(limits.messageBytes + 1))).body.code).toBe('message_too_large');
    expect((await project.submit('é'.repeat(limits.messageBytes / 2 + 1))).body.code).toBe('message_too_large');
  });

  test('of a batch is a hundred messages, of a page what was asked for, and a cut list says so', async () => {
    const { project } = setup;
    const { sessionId } = (await project.submit()).body;
    const many = Array.from({ length: 101 }, (_, index) => messageOf(`${index}`, { role: 'user' }));
    expect((await project.append(sessionId, many)).body.code).toBe('batch_too_large');
    expect((await project.append(sessionId, many.slice(1))).body.results).toHaveLength(100);
    const list = (query: Record<string, number>) => project.as('listMessages', { params: { sessionId }, query });
    const first = (await list({ limit: 100 })).body;
    expect([first.messages.length, first.nextAfter]).toEqual([100, 100]);
    const rest = (await list({ limit: 100, after: 100 })).body;
    expect([rest.messages.length, rest.nextAfter]).toEqual([1, null]);
  });
});

describe('a limit of requests', () => {
  const tokenOf = (requestsPerMinute?: number) =>
    setup.client.token({ role: 'user', projectId: setup.project.projectId, userId: 'ada', requestsPerMinute });

  test('holds for each token by itself, and begins anew with the minute', async () => {
    const { client, project } = setup;
    await client.command({ frozen: true });
    const [two, other] = [await tokenOf(2), await tokenOf(2)];
    const ask = async (token: string) => (await project.as('listTasks', { token })).status;
    expect([await ask(two), await ask(two), await ask(two), await ask(other)]).toEqual([200, 200, 429, 200]);
    const refused = await project.as('listTasks', { token: two });
    expect(refused.body).toMatchObject({ code: 'rate_limited', retryable: true });
    const seconds = Number(refused.headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(0);
    await client.command({ advance: (seconds - 1) * 1000 - 1 });
    expect(await ask(two)).toBe(429);
    await client.command({ advance: 1001 });
    expect([await ask(two), await ask(two), await ask(two)]).toEqual([200, 200, 429]);
    await client.command({ frozen: false });
  });

  test('of 0 refuses all, sockets too; without one nothing is counted', async () => {
    const { client, project } = setup;
    const none = await tokenOf(0);
    const headers = { 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==', 'sec-websocket-version': '13' };
    expect((await project.as('events', { token: none, headers })).status).toBe(429);
    expect((await project.as('submitTask', { token: none, body: '{' })).body.code).toBe('rate_limited');
    const faults = { at: 'token_requests', how: 'refuse' } as const;
    await client.command({ faults: [faults] });
    expect((await project.as('listTasks', { token: await tokenOf() })).status).toBe(200);
    expect((await client.command({})).faults).toEqual([faults]);
  });
});

describe('a failure inside', () => {
  test.each(['FROM tokens', 'listSessions'])('of %s is 503 without details', async (at) => {
    const faults = await attack(setup, { at, how: 'lose' });
    const reply = await setup.project.as('listSessions');
    await faults.spent();
    expect([reply.status, reply.body.code, reply.body.retryable]).toEqual([503, 'unavailable', true]);
    expect(reply.body.detail).not.toContain('lost');
  });
});
