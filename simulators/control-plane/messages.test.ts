import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { limits } from '../../contracts/wire/index.ts';
import { messageOf } from './testing/client.ts';
import { openSocket } from './testing/miniflare.ts';
import { cursorsOf, linkedTask, setUp, subscribe } from './testing/setup.ts';

const setup = setUp();

describe('a batch', () => {
  test('is answered message by message', async () => {
    const { sessionId, agent } = await linkedTask(setup);
    const known = messageOf('known');
    await setup.project.append(sessionId, [known], agent);
    const twice = messageOf('twice');
    const { body } = await setup.project.append(
      sessionId,
      [
        known,
        { ...known, content: 'other' },
        twice,
        twice,
        messageOf('a\0b'),
        7,
        messageOf('é'.repeat(51_201)),
        { messageId: 'x', content: [] },
        messageOf('last'),
      ],
      agent,
    );
    expect(body.results.map((result) => [result.status, 'code' in result ? result.code : result.seq])).toEqual([
      ['duplicate', 2],
      ['rejected', 'message_conflict'],
      ['stored', 3],
      ['duplicate', 3],
      ['rejected', 'malformed_message'],
      ['rejected', 'malformed_message'],
      ['rejected', 'message_too_large'],
      ['rejected', 'malformed_message'],
      ['stored', 4],
    ]);
    expect((await setup.project.session(sessionId)).messageCount).toBe(4);
    const other = await linkedTask(setup);
    expect((await setup.project.append(other.sessionId, [known], other.agent)).body.results[0]?.status).toBe('stored');
  });

  test('of a user has the role user only', async () => {
    const { sessionId } = (await setup.project.submit()).body;
    const { results } = (await setup.project.append(sessionId, [messageOf('no'), messageOf('yes', { role: 'user' })]))
      .body;
    expect(results.map((result) => ('code' in result ? result.code : result.status))).toEqual([
      'role_not_allowed',
      'stored',
    ]);
  });

  test('stores nothing new in a stopped session and still knows what it has', async () => {
    const { sessionId, agent } = await linkedTask(setup);
    const known = messageOf('known');
    await setup.project.append(sessionId, [known], agent);
    await setup.project.as('stopSession', { params: { sessionId } });
    const { results } = (await setup.project.append(sessionId, [messageOf('new'), known], agent)).body;
    expect(results.map((result) => ('code' in result ? result.code : result.status))).toEqual([
      'session_stopped',
      'duplicate',
    ]);
    expect((await setup.project.append(sessionId, [messageOf('new')], agent)).body.code).toBe('session_stopped');
    expect((await setup.project.session(sessionId)).messageCount).toBe(2);
  });

  test('sent twice at once is stored once', async () => {
    const { sessionId, agent } = await linkedTask(setup);
    const messages = Array.from({ length: 20 }, (_, index) => messageOf(`${index}`));
    await Promise.all([0, 5, 10].map((from) => setup.project.append(sessionId, messages.slice(from), agent)));
    const history = await setup.project.history(sessionId);
    expect(history.map((message) => message.seq)).toEqual(Array.from({ length: 21 }, (_, index) => index + 1));
    expect(new Set(history.map((message) => message.messageId)).size).toBe(21);
  });
});

describe('the feed', () => {
  test('comes without gap and overlap to a subscriber that was away', async () => {
    const { sessionId, agent } = await linkedTask(setup);
    const first = await subscribe(setup, 0);
    await setup.project.append(sessionId, [messageOf('one')], agent);
    const seen = await first.until('message.new', 4);
    const cursors = cursorsOf(seen);
    expect(await first.close()).toBe(1000);
    await setup.project.append(sessionId, [messageOf('two'), messageOf('three')], agent);
    const again = await subscribe(setup, cursors.at(-1) ?? 0);
    again.send({ type: 'subscribe', sessionId, after: 0 });
    await again.until('subscribed', 3);
    await setup.project.append(sessionId, [messageOf('four')], agent);
    again.send({ type: 'ping' });
    const later = cursorsOf(await again.until('pong'));
    const head = cursors.length;
    expect(cursors).toEqual(Array.from({ length: head }, (_, index) => index + 1));
    expect(later).toEqual([head + 1, head + 2, ...cursors, head + 3]);
  });

  test('refuses visibly what cannot be followed', async () => {
    const socket = await subscribe(setup, null);
    const ask = async (frame: object | string) => {
      const before = socket.frames.length;
      socket.send(frame);
      const answer = (await socket.until('error', before)).at(-1);
      return answer?.type === 'error' ? answer.code : answer?.type;
    };
    expect(await ask({ type: 'subscribe', sessionId: randomUUID(), after: null })).toBe('not_found');
    expect(await ask({ type: 'subscribe', sessionId: null, after: 99 })).toBe('cursor_invalid');
    for (const bad of [
      'no json',
      '{}',
      '[]',
      'null',
      Buffer.from([1, 2]),
      '['.repeat(100_000),
      { type: 'subscribe' },
    ]) {
      expect(await ask(bad)).toBe('malformed_frame');
    }
    const sessions: string[] = [];
    for (let index = 0; index < limits.subscriptions; index++)
      sessions.push((await setup.project.submit()).body.sessionId);
    for (const sessionId of sessions.slice(1)) socket.send({ type: 'subscribe', sessionId, after: null });
    expect(await ask({ type: 'subscribe', sessionId: sessions[0], after: null })).toBe('too_many_subscriptions');
    expect(socket.protocol).toBe('session-api.v1');
  });

  test('tells a subscriber that its token has expired', async () => {
    const token = await setup.client.token({
      role: 'user',
      projectId: setup.project.projectId,
      userId: 'u',
      expiresInSeconds: 5,
    });
    const socket = await openSocket(`${setup.worker.url}/v1/projects/${setup.project.projectId}/events`, token);
    await setup.client.command({ advance: 5000 });
    socket.send({ type: 'ping' });
    expect((await socket.until('error')).at(-1)).toMatchObject({ code: 'token_expired' });
  });
});
