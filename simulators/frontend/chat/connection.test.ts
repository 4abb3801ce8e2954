import { describe, expect, test } from 'vitest';
import { settle, uuid } from '../../testing.ts';
import { chatWith, chunk, complete, event, prompt, readyWith, type Sent, sessionId, start } from './testing.ts';

type Started = ReturnType<typeof chatWith>;

/** The connection breaks, and the next one, a second later, is answered. */
async function again(started: Started, standing: object = {}) {
  started.socket().handlers.close(1006, '');
  await started.clock.advance(1_000);
  await started.connect();
  await started.receive({
    type: 'reconnected',
    sessions: [{ sessionId, status: 'replayed', seq: 1, running: true, ...standing }],
  });
}

describe('Before connected', () => {
  test('Nothing is sent but hello; then the queue goes, in order', async () => {
    const started = await readyWith([prompt(1, 1, 'Hi'), complete(2, 1, 'Ho')]);
    started.socket().handlers.close(1006, '');
    expect([started.chat.state, started.chat.input]).toEqual(['connecting', 'open']);
    for (const text of ['one', 'two', 'three']) started.chat.say({ text });
    await started.clock.advance(1_000);
    started.socket().handlers.open();
    await settle();
    expect(started.socket().sent).toMatchObject([{ type: 'hello', sessionId }]);
    await started.receive(
      { type: 'connected', connectionId: uuid(1), sessionId, at: 1, protocolVersion: 1 },
      { type: 'reconnected', sessions: [{ sessionId, status: 'replayed', seq: 2, running: true }] },
    );
    expect(started.sent()).toMatchObject([
      { type: 'reconnect', sessions: [{ sessionId, lastSeq: 2 }] },
      { prompt: 'one' },
      { prompt: 'two' },
      { prompt: 'three' },
    ]);
  });

  test('The queue is bounded, and says what it refused', async () => {
    const started = await readyWith();
    started.socket().handlers.close(1006, '');
    for (let nth = 1; nth <= 101; nth += 1) started.chat.say({ text: `m${nth}` });
    expect(started.journal.of('queue-refused')).toEqual([{ text: 'm101' }]);
    expect(started.texts().at(-1)).toBe('user refused: m101');
    expect([started.chat.draft, started.chat.notice?.code]).toEqual(['m101', 'queue_full']);
  });
});

describe('A lost connection', () => {
  test('What was not acknowledged is sent again, the same to the byte and in order, before the queue', async () => {
    const started = await readyWith([prompt(1, 1, 'Hi'), complete(2, 1, 'Ho')]);
    started.chat.say({ text: 'one', whileRunning: 'send' });
    started.chat.say({ text: 'two', whileRunning: 'send' });
    const before = started.sent().slice(1);
    started.socket().handlers.close(1006, '');
    started.chat.say({ text: 'three' });
    await started.clock.advance(1_000);
    await started.connect();
    expect(JSON.stringify(started.sent().slice(1))).toBe(JSON.stringify(before));
    await started.receive({
      type: 'reconnected',
      sessions: [{ sessionId, status: 'replayed', seq: 2, running: true }],
    });
    expect(started.sent().map(({ prompt: text }) => text)).toEqual([undefined, 'one', 'two', 'three']);
    await started.accept(3);
    await again(started);
    expect(started.sent().filter(({ type }) => type === 'send')).toEqual([]);
  });

  test('The first message is sent again without resume, under the same id', async () => {
    const started = chatWith();
    started.chat.say({ text: 'Hello' });
    await started.connect();
    const [first] = started.sent();
    started.socket().handlers.close(1006, '');
    await started.clock.advance(1_000);
    await started.connect();
    expect(started.sent()).toEqual([
      { type: 'reconnect', sessions: [{ sessionId: started.chat.sessionId, lastSeq: 1 }] },
      first,
    ]);
  });

  test('It goes on where it was, and shows nothing twice', async () => {
    const started = await readyWith([prompt(1, 1, 'Hi')]);
    await started.receive(start(1), chunk(1, 0, 'Echo: '));
    await again(started);
    expect(started.sent()).toEqual([{ type: 'reconnect', sessions: [{ sessionId, lastSeq: 1 }] }]);
    await started.receive(start(1, 'Echo: ', 1), chunk(1, 1, 'Hi'), prompt(1, 1, 'Hi'));
    expect([started.chat.state, started.chat.running]).toEqual(['ready', true]);
    expect(started.texts()).toEqual(['user accepted: Hi', 'assistant streaming: Echo: Hi']);
  });

  test('A place that is void clears what was shown, and it is built anew', async () => {
    const started = await readyWith([prompt(1, 1, 'Hi'), prompt(2, 2, 'gone')]);
    await again(started, { status: 'cursor_invalid' });
    expect(started.chat.messages).toEqual([]);
    await started.receive(prompt(1, 1, 'Hi'));
    expect(started.texts()).toEqual(['user accepted: Hi']);
  });
});

describe('Reconnecting', () => {
  test('After 1, 2, 4, 8 and 16 seconds, then it is visibly disconnected: accepted and closed is no success', async () => {
    const started = await readyWith();
    const { chat, link, clock } = started;
    for (const [attempt, delay] of [1_000, 2_000, 4_000, 8_000, 16_000].entries()) {
      started.socket().handlers.close(1006, '');
      expect(chat.state).toBe('connecting');
      await clock.advance(delay - 1);
      expect(link.sockets).toHaveLength(attempt + 1);
      await clock.advance(1);
      expect(link.sockets).toHaveLength(attempt + 2);
      started.socket().handlers.open();
    }
    started.socket().handlers.close(1006, '');
    expect([chat.state, chat.input]).toEqual(['disconnected', 'blocked']);
    await clock.advance(3_600_000);
    expect(link.sockets).toHaveLength(6);
    expect(clock.armed).toBe(0);
    chat.reconnect();
    await started.connect();
    await started.receive({
      type: 'reconnected',
      sessions: [{ sessionId, status: 'replayed', seq: 0, running: false }],
    });
    expect(chat.state).toBe('ready');
  });

  test('Attempts count from zero again at connected, however often it is lost', async () => {
    const started = await readyWith();
    for (const _ of [1, 2, 3]) await again(started);
    expect(started.journal.of('chat-socket')).toContainEqual({
      state: 'reconnecting',
      code: 1006,
      attempt: 1,
      delay: 1_000,
    });
    expect(started.chat.state).toBe('ready');
  });

  test.each([
    [4401, ''],
    [1008, ''],
    [1006, 'HTTP 401'],
  ])('Closed with %i "%s" it is not tried again', async (code, reason) => {
    const started = await readyWith();
    started.socket().handlers.close(code, reason);
    await started.clock.advance(60_000);
    expect([started.chat.state, started.link.sockets.length]).toEqual(['disconnected', 1]);
    expect(started.states().at(-1)).toBe('disconnected');
  });

  test('Without an answer to hello in 10 s the socket is given up', async () => {
    const started = await readyWith();
    started.socket().handlers.close(1006, '');
    await started.clock.advance(1_000);
    const silent = started.socket();
    silent.handlers.open();
    await started.clock.advance(10_000);
    expect(silent.sent.at(-1)).toBe('closed');
    await started.clock.advance(2_000);
    expect(started.link.sockets).toHaveLength(3);
  });

  test('Without an answer to a message in 15 s the socket is given up, and the same frame sent on the next', async () => {
    const started = await readyWith([prompt(1, 1, 'Hi'), complete(2, 1, 'Ho')]);
    started.chat.say({ text: 'one' });
    const frame = started.sent().at(-1);
    const silent = started.socket();
    await started.clock.advance(15_000);
    expect(silent.sent.at(-1)).toBe('closed');
    await started.clock.advance(1_000);
    await started.connect();
    expect(started.sent().at(-1)).toEqual(frame);
    await started.receive({
      type: 'reconnected',
      sessions: [{ sessionId, status: 'replayed', seq: 2, running: true }],
    });
    await started.accept(3);
    await started.clock.advance(60_000);
    expect(started.link.sockets).toHaveLength(2);
  });

  test('Metadata, states and modes open no other socket and load nothing', async () => {
    const started = await readyWith([prompt(1, 1, 'Hi')]);
    await started.receive(
      event({ type: 'session_state', seq: 2, state: 'DETACHED', run: 1 }),
      complete(3, 1, 'Ho'),
      event({ type: 'mode_changed', seq: 4, mode: 'auto' }),
    );
    expect([started.link.sockets.length, started.link.calls.length]).toEqual([1, 1]);
  });

  test('A closed tab does nothing any more', async () => {
    const started = await readyWith();
    started.chat.say({ text: 'one' });
    started.chat.close();
    await started.clock.advance(3_600_000);
    expect([started.chat.state, started.clock.armed, started.link.sockets.length]).toEqual(['disconnected', 0, 1]);
  });
});

describe('The terminal', () => {
  test('It has a socket and a life of its own', async () => {
    const started = await readyWith();
    const { chat } = started;
    const live = started.socket();
    chat.openTerminal();
    const terminal = started.socket();
    expect(terminal.call).toMatchObject({ operation: 'terminal', token: 'user-token' });
    terminal.handlers.open();
    chat.type({ data: 'ls\n' });
    live.handlers.close(1006, '');
    chat.newSession();
    terminal.handlers.frame({ type: 'output', data: 'a b' });
    expect(terminal.sent).toEqual([{ type: 'input', data: 'ls\n' }]);
    expect(chat.terminal).toMatchObject({ state: 'open', output: 'a b' });
    expect(started.journal.of('terminal').at(-1)).toEqual({ state: 'open', output: 'a b' });
    chat.closeTerminal();
    expect((terminal.sent as Sent[]).at(-1)).toBe('closed');
  });
});
