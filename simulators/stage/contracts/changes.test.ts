import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { limits } from '../../../contracts/wire/index.ts';
import { type Given, Looking, type Seen } from './testing.ts';

let it: Looking;
beforeAll(async () => {
  it = await Looking.start();
});
afterAll(() => it.stop());

const body = async (seen: Promise<Seen>) => (await seen).body;
const code = async (seen: Promise<Seen>) => (await seen).code ?? (await seen).status;
const renew = (given: Given) => code(it.ask('renewPhaseLock', given));
const runtimeStatus = async (given: Given) => (await body(it.ask('listRuntimes', given))).runtimes[0]?.status;
const submitAgain = (idempotencyKey: string) => ({
  headers: { 'idempotency-key': idempotencyKey },
  body: { message: 'Do it' },
});

describe('a state that changes another', () => {
  const tokens = [
    ['token', 'a project', 'listTasks'],
    ['agentToken', 'a task', 'getSession'],
    ['daemonToken', 'a task of an agent', 'heartbeat'],
  ] as const;
  const refusals = [
    ['the token is unknown', ['unauthenticated', 'unauthenticated', 'unauthenticated']],
    ['the token has expired', ['token_expired', 'token_expired', 'token_expired']],
    ['the token is for something else', ['not_found', 'forbidden', 'forbidden']],
    ['the token has asked too often', ['rate_limited', 'rate_limited', 'rate_limited']],
  ] as const;
  test.each(refusals)('%s: refused with %j', async (state, codes) => {
    const seen: unknown[] = [];
    for (const [of, base, operation] of tokens) {
      const before = await it.given(base);
      expect((await it.ask(operation, before, { as: of })).status).toBe(200);
      const given = await it.given(base, [state, { of }]);
      const answer = await it.ask(operation, given, { as: of });
      seen.push(answer.code);
      if (answer.status === 429) expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    }
    expect(seen).toEqual(codes);
  });

  const submit = (given: Given) => it.ask('submitTask', given, submitAgain('key'));
  const start = (given: Given) =>
    it.ask(
      'startPhase',
      { ...given, phase: 'verification' },
      { body: { model: { modelId: 'writer', version: '1.4' } } },
    );
  const create = (given: Given) => it.ask('createLiveSession', { ...given, sessionId: randomUUID() }, { body: {} });
  const troubles = [
    [
      'a store does not answer',
      { submit: 'unavailable', start: 'unavailable', create: 'unavailable', list: 'unavailable' },
    ],
    [
      'something is broken inside',
      { submit: 'internal_error', start: 'internal_error', create: 'internal_error', list: 'internal_error' },
    ],
    [
      'sessions cannot be created',
      { submit: 'session_unavailable', start: 'session_creation_failed', create: 'unavailable' },
    ],
  ] as const;
  test.each(troubles)('%s: the next request meets it, and no other', async (state, codes) => {
    const asks = { submit, start, create, list: (given: Given) => it.ask('listTasks', given) };
    for (const [name, expected] of Object.entries(codes)) {
      const ask = asks[name as keyof typeof asks];
      const given = await it.given('a phase session', state);
      const refused = await ask(given);
      expect([name, refused.code]).toEqual([name, expected]);
      expect((await ask(given)).status).toBeLessThan(300);
    }
  });

  test.each(troubles)('%s: no longer than until the next base state', async (state) => {
    await it.given('a project', state);
    expect((await create(await it.given('a project'))).status).toBe(201);
  });

  test('sessions cannot be created: nothing is left behind, and all else goes on', async () => {
    const given = await it.given('a project', 'sessions cannot be created');
    expect((await submit(given)).code).toBe('session_unavailable');
    expect((await body(it.ask('listTasks', given))).tasks).toEqual([]);
    const other = await it.given('a project', 'sessions cannot be created');
    expect((await it.ask('listTasks', other)).status).toBe(200);
  });

  test('a store does not answer: other states may come after it, and an upgrade meets it too', async () => {
    const given = await it.given('a task', 'a store does not answer', ['the token has expired', { of: 'agentToken' }]);
    expect((await it.ask('listTasks', given)).code).toBe('unavailable');
    expect((await it.ask('getSession', given, { as: 'agentToken' })).code).toBe('token_expired');
    const live = await it.given('a live session', 'a store does not answer');
    await expect(it.line(live)).rejects.toThrow('503');
    (await it.line(live)).close();
  });

  test('the model is deleted', async () => {
    const named = async (given: Given) => (await body(it.ask('getPhaseSession', given))).modelName;
    expect(await named(await it.given('a phase session'))).toBe('writer');
    expect(await named(await it.given('a phase session', 'the model is deleted'))).toBe('Model Not Found');
    const other = await it.given('a phase session', ['the model is deleted', { modelId: 'painter' }]);
    expect(await named(other)).toBe('writer');
  });

  test('locking is switched off', async () => {
    const given = await it.given('a phase session', 'locking is switched off');
    expect((await it.ask('lockPhaseSession', given)).code).toBe('locking_disabled');
  });

  test('the id is taken', async () => {
    const id = randomUUID();
    const made = async (given: Given) => code(it.ask('createLiveSession', { ...given, sessionId: id }, { body: {} }));
    expect(await made(await it.given('a project', ['the id is taken', { id }]))).toBe('session_id_taken');
    expect(await made(await it.given('a project', ['the id is taken', { id: randomUUID() }]))).toBe(201);
  });

  test('a text over the limit', async () => {
    const given = await it.given('a project', 'a text over the limit');
    expect(Object.keys(given).sort()).toEqual(['farTooLong', 'projectId', 'token', 'tooLong']);
    const { tooLong = '', farTooLong = '' } = given;
    const say = (text: string) =>
      code(it.ask('submitTask', given, { headers: { 'idempotency-key': 'key' }, body: { message: text } }));
    expect(await say(tooLong)).toBe('message_too_large');
    expect(await say(farTooLong)).toBe('body_too_large');
    expect(await say(tooLong.slice(1))).toBe(201);
  });

  test('time has passed: whatever became due has happened', async () => {
    const idle = (given: Given) => body(it.ask('getSession', given)).then(({ status }) => status);
    const completed = ['a task', { agentCompleted: true }] as const;
    const seconds = limits.idlePeriod / 1000;
    expect(await idle(await it.given(completed, ['time has passed', { seconds: seconds - 60 }]))).toBe('active');
    const stopped = await it.given(completed, ['time has passed', { seconds }]);
    expect(await idle(stopped)).toBe('stopped');
    const offline = await it.given('a runtime', ['time has passed', { seconds: 46 }]);
    expect(await runtimeStatus(offline)).toBe('offline');
    const ended = await it.given(['a live session', { turns: 1 }], ['time has passed', { seconds: 49 * 3600 }]);
    expect((await body(it.ask('getLiveSession', ended))).state).toBe('ENDED');
    const lease = await it.given(
      ['a phase session', { lockedBy: 'somebody else' }],
      ['time has passed', { seconds: 5 }],
    );
    expect(await renew(lease)).toBe('lock_lost');
  });
});

describe('a state change that cannot be', () => {
  const setup = (state: string, params: unknown = {}) => it.post({ state, params, action: 'setup' });

  test.each([
    ['is unknown', 'the moon is full', {}, 404, 'There is no state "the moon is full"'],
    ['has a wrong parameter', 'a live session', { turns: -1 }, 400, 'turns: Too small'],
    ['has a parameter it does not know', 'a project', { name: 'x' }, 400, 'Unrecognized key: "name"'],
    ['lacks a parameter', 'the id is taken', {}, 400, 'id: Invalid input'],
    ['contradicts itself', 'a live session', { hanging: true, ended: true }, 400, '`ended` and `hanging`'],
    ['would never be', 'a live session', { prompts: ['Hello', '/hang'] }, 400, 'would never end'],
    ['is of a run that has not begun', 'a task of an agent', { session: true }, 400, 'has no run'],
    ['is of a claim that was not made', 'a task of an agent', { claimKey: randomUUID() }, 400, 'not claimed'],
    ['is of a first prompt that was not said', 'a live session', { clientMsgId: randomUUID() }, 400, 'at least 1'],
    ['fails', 'a phase session', { version: 'newest' }, 422, 'startPhase answered 400 malformed_request'],
    [
      'fails in a message',
      'a task',
      { messages: [{ messageId: 'm', role: 'assistant', content: 'Done', createdAt: 7 }] },
      422,
      'was not stored',
    ],
  ])('because it %s says why', async (_why, state, params, status, reason) => {
    await it.given('a project');
    const answer = await setup(state, params);
    expect([answer.status, answer.body.detail]).toEqual([status, expect.stringContaining(reason)]);
    expect(answer.body.detail).not.toContain('\n');
  });

  test('because what it changes is not there says why', async () => {
    await it.given('a project');
    const noDaemon = await setup('the token has expired', { of: 'daemonToken' });
    expect([noDaemon.status, noDaemon.body.detail]).toEqual([400, expect.stringContaining('no `daemonToken`')]);
    await setup('a phase session', { version: 'newest' });
    const noBase = await setup('the token has expired');
    expect([noBase.status, noBase.body.detail]).toEqual([400, expect.stringContaining('there was none before it')]);
  });

  test('is a request that is none says so; the next one is answered', async () => {
    expect((await it.post('{')).status).toBe(400);
    expect((await it.post({ params: {} })).status).toBe(400);
    expect((await it.post({ state: 'a project', action: 'tear down' })).status).toBe(400);
    expect((await it.post({ state: 'a project' }, '/else')).status).toBe(404);
    expect((await fetch(it.served.statesUrl)).status).toBe(405);
    expect((await it.post({ state: 'a project', params: null })).status).toBe(200);
  });

  test('is no teardown: that is answered with nothing', async () => {
    const teardown = { state: 'a project', params: {}, action: 'teardown' };
    expect(await it.post(teardown)).toEqual({ status: 200, body: {} });
    expect((await it.post({ ...teardown, state: 'nothing' })).status).toBe(404);
  });
});

describe('the door of the harness', () => {
  test('opens to nobody else', async () => {
    const { url } = it.served;
    const command = { method: 'POST', body: '{"trouble":"something is broken inside"}' };
    expect((await fetch(`${url}/stage/command`, command)).status).toBe(404);
    const guessed = { ...command, headers: { 'x-stage-token': 'guess' } };
    expect((await fetch(`${url}/stage/command`, guessed)).status).toBe(404);
    expect((await it.ask('listTasks', await it.given('a project'))).status).toBe(200);
  });
});
