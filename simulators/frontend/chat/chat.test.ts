import { describe, expect, test } from 'vitest';
import { settle, uuid } from '../../testing.ts';
import { chatWith, chunk, complete, projectId, prompt, sessionId, start } from './testing.ts';

describe('The first message', () => {
  test('A new session is nothing to anybody before it', async () => {
    const { chat, link, clock } = chatWith();
    chat.newSession();
    await clock.advance(60_000);
    expect([chat.state, chat.input, chat.sessionId, chat.messages]).toEqual(['not-created', 'open', null, []]);
    expect([link.calls, link.sockets]).toEqual([[], []]);
  });

  test('It makes the record, opens the socket, says hello, and is sent once connected, without resume', async () => {
    const started = chatWith();
    const { chat, link } = started;
    const clientMsgId = chat.say({ text: 'Hello' });
    expect([chat.state, chat.input]).toEqual(['creating', 'blocked']);
    await settle();
    const id = chat.sessionId;
    expect(link.calls).toMatchObject([
      { operation: 'createLiveSession', params: { projectId, sessionId: id }, body: { mode: 'ask' } },
    ]);
    expect([chat.state, chat.input]).toEqual(['connecting', 'open']);
    expect(started.socket().sent).toEqual([]);
    started.socket().handlers.open();
    expect(started.socket().sent).toEqual([{ type: 'hello', protocolVersion: 1, token: 'user-token', sessionId: id }]);
    await started.receive({
      type: 'connected',
      connectionId: uuid(1),
      sessionId: id,
      at: 1,
      protocolVersion: 1,
    });
    expect(started.sent()).toEqual([{ type: 'send', sessionId: id, clientMsgId, prompt: 'Hello', resume: false }]);
    expect([chat.state, chat.firstSent, chat.running]).toEqual(['ready', false, true]);
    await started.accept(2);
    expect([chat.firstSent, chat.owner]).toEqual([true, 'us']);
    expect(started.states()).toEqual(['connecting', 'open', 'connected']);
  });

  test('Its reply streams, ends once, and the wait for it is over; the next message has resume', async () => {
    const started = chatWith();
    const { chat } = started;
    chat.say({ text: 'Hello' });
    await started.connect();
    const id = chat.sessionId ?? '';
    const mine = Number((started.sent()[0]?.clientMsgId ?? '').slice(-4));
    const replied = chat.replied();
    let over = false;
    void replied.then(() => {
      over = true;
    });
    await started.accept(2);
    await started.receive(prompt(2, mine, 'Hello', id), start(mine, '', 0, id), chunk(mine, 0, 'Echo: ', id));
    expect(started.texts()).toEqual(['user accepted: Hello', 'assistant streaming: Echo: ']);
    expect(over).toBe(false);
    await started.receive(chunk(mine, 1, 'Hello', id), complete(3, mine, 'Echo: Hello', id));
    await replied;
    expect(started.texts()).toEqual(['user accepted: Hello', 'assistant complete: Echo: Hello']);
    expect(chat.running).toBe(false);
    chat.say({ text: 'More' });
    expect(started.sent().at(-1)).toMatchObject({ type: 'send', sessionId: id, prompt: 'More', resume: true });
  });

  test('Two at once are one creation, both in order, only the first without resume', async () => {
    const started = chatWith();
    started.chat.say({ text: 'one' });
    started.chat.say({ text: 'two' });
    await started.connect();
    expect(started.calls('createLiveSession')).toHaveLength(1);
    expect(started.sent()).toMatchObject([{ prompt: 'one', resume: false }]);
    await started.accept(2);
    expect(started.sent()).toMatchObject([
      { prompt: 'one', resume: false },
      { prompt: 'two', resume: true },
    ]);
    expect(started.link.sockets).toHaveLength(1);
  });

  test('On a socket that is open it is sent as soon as the record is there', async () => {
    const started = chatWith();
    started.chat.say({ text: 'one' });
    await started.connect();
    await started.accept(2);
    const first = started.chat.sessionId;
    started.chat.newSession();
    expect(started.chat.state).toBe('not-created');
    started.chat.say({ text: 'another' });
    await settle();
    expect(started.chat.sessionId).not.toBe(first);
    expect(started.link.sockets).toHaveLength(1);
    expect(started.sent().slice(1)).toMatchObject([
      { type: 'switch_session', sessionId: null },
      { type: 'unwatch', sessionId: first },
      { type: 'send', sessionId: started.chat.sessionId, prompt: 'another', resume: false },
    ]);
  });

  test('An id from the address bar that nobody knows is the id of the new session', async () => {
    const started = chatWith();
    started.chat.open({ sessionId });
    expect(started.chat.state).toBe('connecting');
    await settle();
    expect([started.chat.state, started.chat.sessionId]).toEqual(['not-created', sessionId]);
    expect(started.link.sockets).toHaveLength(0);
    started.chat.say({ text: 'Hello' });
    await started.connect();
    expect(started.sent()).toMatchObject([{ type: 'send', sessionId, resume: false }]);
  });
});
