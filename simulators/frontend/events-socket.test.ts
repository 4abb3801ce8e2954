import { describe, expect, test } from 'vitest';
import { uuid } from '../testing.ts';
import { event, frontendWith, projectId, sessionId } from './testing.ts';

type Started = ReturnType<typeof frontendWith>;
const other = uuid(77);

/** Opens the socket and answers all that was subscribed; the feed stands at `cursor`. */
function open({ socket }: Started, cursor: number) {
  const { handlers, sent } = socket();
  handlers.open();
  for (const frame of [...sent] as { type: string; sessionId: string | null }[]) {
    if (frame.type === 'subscribe') handlers.frame({ type: 'subscribed', sessionId: frame.sessionId, cursor });
  }
}
/** A frontend subscribed to one session, from where the feed stands: at `cursor`. */
function subscribedAt(cursor: number, options: Parameters<typeof frontendWith>[0] = {}) {
  const started = frontendWith(options);
  started.frontend.subscribe({ sessionId });
  open(started, cursor);
  return started;
}
const subscribe = (after: number | null, scope: string | null = sessionId) => ({
  type: 'subscribe',
  sessionId: scope,
  after,
});

describe('Subscribing', () => {
  test('The first subscription opens the one socket, and is sent once it is open', () => {
    const started = frontendWith();
    started.frontend.subscribe({ sessionId });
    started.frontend.subscribe({ sessionId: null, after: 0 });
    expect(started.link.sockets).toHaveLength(1);
    expect(started.socket()).toMatchObject({
      call: { operation: 'events', params: { projectId }, token: 'user-token' },
      sent: [],
    });
    started.socket().handlers.open();
    expect(started.socket().sent).toEqual([subscribe(null), subscribe(0, null)]);
    expect(started.states()).toEqual(['connecting', 'open']);
  });

  test('It is known when it was answered, and where the feed stood', async () => {
    const started = frontendWith();
    started.frontend.subscribe({ sessionId });
    const subscribed = started.frontend.subscribed(sessionId);
    open(started, 7);
    expect(await subscribed).toEqual({ status: 'subscribed', cursor: 7 });
  });

  test('A refusal is shown, and not asked for again', async () => {
    const started = frontendWith();
    started.frontend.subscribe({ sessionId });
    started.socket().handlers.open();
    started.socket().handlers.frame({ type: 'error', code: 'not_found', detail: '', sessionId });
    expect(await started.frontend.subscribed(sessionId)).toEqual({ status: 'refused', code: 'not_found' });
    expect(started.journal.of('frame-refused')).toEqual([{ code: 'not_found', sessionId }]);
    started.frontend.closeSocket();
    started.frontend.reconnect();
    started.socket().handlers.open();
    expect(started.socket().sent).toEqual([]);
    started.frontend.subscribe({ sessionId });
    started.socket().handlers.frame({ type: 'subscribed', sessionId, cursor: 3 });
    expect(await started.frontend.subscribed(sessionId)).toEqual({ status: 'subscribed', cursor: 3 });
  });

  test('After unsubscribing it is not taken up again', async () => {
    const started = subscribedAt(7);
    started.frontend.subscribe({ sessionId: other });
    started.frontend.unsubscribe({ sessionId });
    expect(started.socket().sent.at(-1)).toEqual({ type: 'unsubscribe', sessionId });
    started.socket().handlers.close(1006, '');
    await started.clock.advance(1_000);
    started.socket().handlers.open();
    expect(started.socket().sent).toEqual([subscribe(null, other)]);
  });
});

describe('Events', () => {
  test('They are kept as they came, doubles and disorder included', () => {
    const started = subscribedAt(0);
    for (const cursor of [1, 3, 2, 2]) started.socket().handlers.frame(event(cursor));
    expect(started.frontend.events.map(({ cursor }) => cursor)).toEqual([1, 3, 2, 2]);
  });

  test('sees finds an event that came before, and one that comes later', async () => {
    const started = subscribedAt(0);
    started.socket().handlers.frame(event(1));
    expect((await started.frontend.sees(({ cursor }) => cursor === 1)).cursor).toBe(1);
    const later = started.frontend.sees(({ cursor }) => cursor === 3);
    started.socket().handlers.frame(event(2));
    started.socket().handlers.frame(event(3));
    expect((await later).cursor).toBe(3);
  });

  test.each(['not json', { type: 'what' }, null])(
    'A frame nobody can read is shown, and harms nothing: %j',
    (frame) => {
      const started = subscribedAt(0);
      started.socket().handlers.frame(frame);
      started.socket().handlers.frame(event(1));
      expect(started.journal.of('unreadable-frame')).toEqual([{ frame }]);
      expect(started.frontend.events).toHaveLength(1);
    },
  );
});

describe('The cursor after a reconnect', () => {
  /** What is asked for after the socket broke. */
  const resumedBy = async (started: Started) => {
    started.socket().handlers.close(1006, '');
    await started.clock.advance(1_000);
    started.socket().handlers.open();
    return started.socket().sent;
  };

  test('It is where the feed stood when nothing came', async () => {
    expect(await resumedBy(subscribedAt(7))).toEqual([subscribe(7)]);
    expect(await resumedBy(subscribedAt(0))).toEqual([subscribe(0)]);
  });

  test('It is the last event seen', async () => {
    const started = subscribedAt(7);
    for (const cursor of [8, 11]) started.socket().handlers.frame(event(cursor));
    expect(await resumedBy(started)).toEqual([subscribe(11)]);
  });

  test('It is the furthest event seen when they came in disorder', async () => {
    const started = subscribedAt(7);
    for (const cursor of [9, 8]) started.socket().handlers.frame(event(cursor));
    expect(await resumedBy(started)).toEqual([subscribe(9)]);
  });

  test('An event of another subscription does not move one that is not answered yet', async () => {
    const started = frontendWith();
    started.frontend.subscribe({ sessionId: null });
    open(started, 5);
    started.frontend.subscribe({ sessionId, after: 2 });
    started.socket().handlers.frame(event(6));
    expect(await resumedBy(started)).toEqual([subscribe(6, null), subscribe(2)]);
  });

  test('In the middle of a replay it is the last event replayed, not where the feed stood', async () => {
    const started = frontendWith();
    started.frontend.subscribe({ sessionId, after: 2 });
    open(started, 100);
    started.socket().handlers.frame(event(3));
    expect(await resumedBy(started)).toEqual([subscribe(3)]);
  });

  test('It is what was asked for when there was no answer', async () => {
    const started = frontendWith();
    started.frontend.subscribe({ sessionId, after: 2 });
    started.frontend.subscribe({ sessionId: other });
    started.socket().handlers.open();
    expect(await resumedBy(started)).toEqual([subscribe(2), subscribe(null, other)]);
  });

  test('Each subscription has its own; the project follows every session', async () => {
    const started = frontendWith();
    started.frontend.subscribe({ sessionId });
    started.frontend.subscribe({ sessionId: null });
    open(started, 5);
    started.socket().handlers.frame(event(6));
    started.socket().handlers.frame(event(7, other));
    expect(await resumedBy(started)).toEqual([subscribe(6), subscribe(7, null)]);
  });

  test('What an old socket still says is not heard', async () => {
    const started = subscribedAt(7);
    const old = started.socket();
    started.frontend.closeSocket();
    old.handlers.frame(event(8));
    old.handlers.close(1000, '');
    expect(started.frontend.events).toEqual([]);
    expect(started.states()).toEqual(['connecting', 'open', 'disconnected']);
    started.frontend.reconnect();
    started.socket().handlers.open();
    expect(started.socket().sent).toEqual([subscribe(7)]);
  });
});

describe('Reconnecting', () => {
  test('It waits 1, 2, 4, 8 and 16 seconds, five times at most, and is then visibly disconnected', async () => {
    const started = subscribedAt(0);
    const { link, socket, clock } = started;
    for (const [attempt, delay] of [1_000, 2_000, 4_000, 8_000, 16_000].entries()) {
      socket().handlers.close(1006, '');
      expect(started.frontend.state).toBe('reconnecting');
      await clock.advance(delay - 1);
      expect(link.sockets).toHaveLength(attempt + 1);
      await clock.advance(1);
      expect(link.sockets).toHaveLength(attempt + 2);
      socket().handlers.open(); // Accepted, then closed: that is no success.
    }
    const waiting = started.frontend.subscribed(sessionId);
    socket().handlers.close(1006, '');
    expect(started.frontend.state).toBe('disconnected');
    expect(await waiting).toEqual({ status: 'disconnected' });
    await clock.advance(3_600_000);
    expect(link.sockets).toHaveLength(6);
  });

  test('Attempts count from zero again at the first subscription that is answered', async () => {
    const started = subscribedAt(0);
    for (const _ of [1, 2, 3]) {
      started.socket().handlers.close(1006, '');
      await started.clock.advance(1_000);
      expect(started.frontend.state).toBe('connecting');
      open(started, 0);
    }
    expect(started.journal.of('socket')).toContainEqual({
      state: 'reconnecting',
      code: 1006,
      attempt: 1,
      delay: 1_000,
    });
  });

  test.each([
    [1008, 'token expired'],
    [1006, 'HTTP 401'],
  ])('Closed with %i "%s" it is not tried again', async (code, reason) => {
    const started = subscribedAt(0);
    started.socket().handlers.close(code, reason);
    await started.clock.advance(60_000);
    expect(started.frontend.state).toBe('disconnected');
    expect(started.link.sockets).toHaveLength(1);
  });

  test('By hand it is done at once, also while an attempt is due', async () => {
    const started = subscribedAt(0);
    started.socket().handlers.close(1006, '');
    started.frontend.reconnect();
    expect(started.link.sockets).toHaveLength(2);
    await started.clock.advance(60_000);
    expect(started.link.sockets).toHaveLength(2);
  });

  test('A socket closed by the user stays closed, also when an attempt or a ping was due', async () => {
    const started = subscribedAt(0, { keepAlive: 30_000 });
    started.frontend.closeSocket();
    expect(started.clock.armed).toBe(0);
    started.frontend.reconnect();
    started.socket().handlers.close(1006, '');
    started.frontend.closeSocket();
    await started.clock.advance(60_000);
    expect(started.frontend.state).toBe('disconnected');
    expect(started.link.sockets).toHaveLength(2);
  });

  test('A socket nobody needs is not opened again', () => {
    const started = subscribedAt(0);
    started.frontend.unsubscribe({ sessionId });
    started.socket().handlers.close(1006, '');
    expect(started.frontend.state).toBe('disconnected');
  });

  test('A new subscription opens a socket that was given up', () => {
    const started = subscribedAt(0);
    started.socket().handlers.close(1008, '');
    started.frontend.subscribe({ sessionId: other });
    started.socket().handlers.open();
    expect(started.socket().sent).toEqual([subscribe(0), subscribe(null, other)]);
  });
});

describe('Keep-alive', () => {
  test('Without the option nothing is sent and no timer is armed', () => {
    expect(subscribedAt(0).clock.armed).toBe(0);
  });

  test('A ping goes out at each interval as long as pongs come', async () => {
    const { clock, socket, frontend } = subscribedAt(0, { keepAlive: 30_000 });
    for (const _ of [1, 2, 3]) {
      await clock.advance(30_000);
      expect(socket().sent.at(-1)).toEqual({ type: 'ping' });
      await clock.advance(9_999);
      socket().handlers.frame({ type: 'pong' });
    }
    expect(socket().sent).toHaveLength(4);
    expect(frontend.state).toBe('open');
  });

  test('Without a pong in ten seconds the socket is dropped and opened again', async () => {
    const started = subscribedAt(7, { keepAlive: 30_000 });
    const old = started.socket();
    await started.clock.advance(40_000);
    expect(old.sent.at(-1)).toBe('closed');
    expect(started.frontend.state).toBe('reconnecting');
    await started.clock.advance(1_000);
    started.socket().handlers.open();
    expect(started.socket().sent).toEqual([subscribe(7)]);
  });
});
