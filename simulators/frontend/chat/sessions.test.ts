import { describe, expect, test } from 'vitest';
import { problem } from '../../../contracts/wire/index.ts';
import { LinkError } from '../../ports.ts';
import { answered, settle, uuid } from '../../testing.ts';
import { chatWith, chunk, complete, event, otherSession, prompt, readyWith, sessionId, start } from './testing.ts';

const mode = (seq: number, of: 'agent' | 'auto') => event({ type: 'mode_changed', seq, mode: of });

describe('Opening a session', () => {
  test('It is loaded, then watched from where the history ends, and then ready', async () => {
    const started = chatWith();
    const { chat } = started;
    started.histories.set(sessionId, [prompt(1, 1, 'Hi'), complete(2, 1, 'Echo: Hi')]);
    chat.open({ sessionId });
    await started.connect();
    expect(started.sent()).toEqual([{ type: 'switch_session', sessionId, after: 2 }]);
    expect(started.socket().sent[0]).toMatchObject({ type: 'hello', sessionId });
    expect(started.texts()).toEqual(['user accepted: Hi', 'assistant complete: Echo: Hi']);
    expect([chat.state, chat.firstSent]).toEqual(['connecting', true]);
    await started.switched(sessionId);
    expect([chat.state, chat.running]).toEqual(['ready', false]);
    expect(started.calls('createLiveSession')).toEqual([]);
  });

  test.each([
    ['503', answered(503, problem('unavailable', '')), 'unavailable'],
    ['403', answered(403, problem('forbidden', '')), 'forbidden'],
    ['400', answered(400, problem('malformed_request', '')), 'malformed_request'],
    ['a time-out', new LinkError('timeout'), 'timeout'],
  ])('After %s it is an error, which is shown, until it is tried by hand', async (_, answer, code) => {
    const started = chatWith();
    const { chat } = started;
    started.link.script.push(answer);
    chat.open({ sessionId });
    await started.clock.advance(60_000);
    expect([chat.state, chat.input, chat.notice?.code]).toEqual(['disconnected', 'blocked', code]);
    expect(chat.say({ text: 'Hello' })).toBeUndefined();
    expect([started.link.calls.length, started.link.sockets.length]).toEqual([1, 0]);
    started.histories.set(sessionId, [prompt(1, 1, 'Hi')]);
    chat.reconnect();
    await started.connect();
    await started.switched(sessionId);
    expect([chat.state, chat.notice, chat.messages.length]).toEqual(['ready', null, 1]);
  });

  test('What is said while it loads follows once it is ready', async () => {
    const started = chatWith();
    started.histories.set(sessionId, [prompt(1, 1, 'Hi'), complete(2, 1, 'Echo: Hi')]);
    started.chat.open({ sessionId });
    started.chat.say({ text: 'one' });
    started.chat.say({ text: 'two' });
    await started.connect();
    expect(started.sent()).toHaveLength(1);
    await started.switched(sessionId);
    expect(started.sent().slice(1)).toMatchObject([
      { type: 'send', prompt: 'one', resume: true },
      { type: 'send', prompt: 'two', resume: true },
    ]);
  });
});

describe('A reload', () => {
  test('It brings back the messages and that the first was sent, on another socket', async () => {
    const started = await readyWith([prompt(1, 1, 'Hi'), complete(2, 1, 'Echo: Hi')]);
    const { chat } = started;
    const before = started.texts();
    chat.reload();
    expect(started.socket().sent.at(-1)).toBe('closed');
    expect([chat.state, chat.messages, chat.firstSent]).toEqual(['connecting', [], false]);
    await started.connect();
    await started.switched(sessionId);
    expect([chat.state, chat.sessionId, chat.firstSent]).toEqual(['ready', sessionId, true]);
    expect(started.texts()).toEqual(before);
    chat.say({ text: 'More' });
    expect(started.sent().at(-1)).toMatchObject({ type: 'send', resume: true });
  });
});

describe('Switching', () => {
  const both = async () => {
    const started = await readyWith([prompt(1, 1, 'Hi')]);
    started.histories.set(otherSession, [prompt(1, 5, 'There', otherSession)]);
    return started;
  };

  test('It watches first and loads then; what comes in between is merged', async () => {
    const started = await both();
    started.chat.switchTo({ sessionId: otherSession });
    expect(started.sent().at(-1)).toEqual({ type: 'switch_session', sessionId: otherSession, after: null });
    expect([started.chat.state, started.chat.messages]).toEqual(['connecting', []]);
    expect(started.calls('liveHistory')).toHaveLength(1);
    started.link.script.push(
      answered(200, {
        events: [prompt(1, 5, 'There', otherSession), complete(2, 5, 'Echo: There', otherSession)],
        nextAfter: null,
      }),
    );
    started.socket().handlers.frame({
      type: 'session_switched',
      sessionId: otherSession,
      seq: 1,
      state: 'ACTIVE',
      running: true,
      mode: 'ask',
      cwd: '/',
      branch: 'main',
      worktree: null,
      tokens: 0,
    });
    await started.receive(complete(2, 5, 'Echo: There', otherSession), prompt(3, 6, 'More', otherSession));
    expect(started.texts()).toEqual(['user accepted: There', 'assistant complete: Echo: There', 'user accepted: More']);
    expect([started.chat.state, started.chat.running]).toEqual(['ready', true]);
    expect(started.link.sockets).toHaveLength(1);
  });

  test('Late frames of the old session change nothing', async () => {
    const started = await both();
    started.chat.switchTo({ sessionId: otherSession });
    await started.switched(otherSession);
    const before = started.texts();
    await started.receive(start(1), chunk(1, 0, 'late'), complete(2, 1, 'late'), prompt(3, 9, 'late'));
    expect(started.texts()).toEqual(before);
  });

  test('What was queued for the old session goes there and nowhere else', async () => {
    const started = await both();
    started.socket().handlers.close(1006, '');
    started.chat.say({ text: 'for the old' });
    started.chat.switchTo({ sessionId: otherSession });
    expect(started.chat.messages).toEqual([]);
    await started.clock.advance(1_000);
    await started.connect();
    await started.switched(otherSession);
    expect(started.sent()).toMatchObject([
      { type: 'switch_session', sessionId: otherSession },
      { type: 'send', sessionId, prompt: 'for the old' },
    ]);
    await started.accept(2);
    expect(started.texts()).toEqual(['user accepted: There']);
  });

  test('A quick way there and back shows the first again', async () => {
    const started = await both();
    started.chat.switchTo({ sessionId: otherSession });
    started.chat.switchTo({ sessionId });
    await started.switched(otherSession);
    expect(started.chat.state).toBe('connecting');
    await started.switched(sessionId);
    expect([started.chat.state, started.texts()]).toEqual(['ready', ['user accepted: Hi']]);
  });

  test('There, back and there again, only the last answer counts: the watch of the first has ended', async () => {
    const started = await both();
    started.chat.switchTo({ sessionId: otherSession });
    started.chat.switchTo({ sessionId });
    started.chat.switchTo({ sessionId: otherSession });
    const loaded = started.calls('liveHistory').length;
    await started.switched(otherSession);
    await started.switched(sessionId);
    expect([started.chat.state, started.calls('liveHistory').length]).toEqual(['connecting', loaded]);
    await started.switched(otherSession);
    expect([started.chat.state, started.texts()]).toEqual(['ready', ['user accepted: There']]);
  });

  test('Whether a reply runs is what the answer says: the next message does not wait behind another session', async () => {
    const started = await both();
    started.histories.set(otherSession, []);
    expect(started.chat.running).toBe(true);
    started.chat.switchTo({ sessionId: otherSession });
    await started.switched(otherSession, { running: true });
    expect(started.chat.running).toBe(false);
    started.chat.say({ text: 'now' });
    expect(started.sent().at(-1)).toMatchObject({ type: 'send', sessionId: otherSession, prompt: 'now' });
  });

  test('A session that is not there is not created', async () => {
    const started = await both();
    started.chat.switchTo({ sessionId: otherSession });
    await started.receive({ type: 'error', code: 'not_found', detail: '', sessionId: otherSession });
    expect([started.chat.state, started.chat.sessionId]).toEqual(['not-created', otherSession]);
    expect(started.calls('createLiveSession')).toEqual([]);
  });

  test('Where the store does not answer it is asked again, five times, and then shown', async () => {
    const started = await both();
    started.chat.switchTo({ sessionId: otherSession });
    for (const _ of [0, 1, 2, 3, 4, 5]) {
      await started.receive({ type: 'error', code: 'unavailable', detail: '', sessionId: otherSession });
      await started.clock.advance(1_000);
    }
    expect(started.sent().filter(({ sessionId: of }) => of === otherSession)).toHaveLength(6);
    expect([started.chat.state, started.chat.notice?.code]).toEqual(['disconnected', 'unavailable']);
  });
});

describe('The running reply', () => {
  test('What is said meanwhile waits for its end, one at a time; sent at once where wanted', async () => {
    const started = await readyWith([prompt(1, 1, 'Hi')]);
    const { chat } = started;
    chat.say({ text: 'later' });
    chat.say({ text: 'now', whileRunning: 'send' });
    expect(started.sent().slice(1)).toMatchObject([{ prompt: 'now' }]);
    expect(started.texts()).toEqual(['user accepted: Hi', 'user queued: later', 'user sent: now']);
    await started.accept(2);
    await started.receive(complete(3, 1, 'Echo: Hi'));
    expect(started.sent()).toHaveLength(2);
    const now = Number(started.sent()[1]?.clientMsgId?.slice(-4));
    await started.receive(complete(4, now, 'Echo: now'));
    expect(started.sent().at(-1)).toMatchObject({ prompt: 'later', resume: true });
  });

  test('Where the answer says that nothing runs, nothing waits', async () => {
    const started = chatWith();
    started.histories.set(sessionId, [prompt(1, 1, 'Hi')]);
    started.chat.open({ sessionId });
    await started.connect();
    await started.switched(sessionId, { running: false, state: 'ENDED' });
    expect(started.chat.running).toBe(false);
    started.chat.say({ text: 'now' });
    expect(started.sent().at(-1)).toMatchObject({ prompt: 'now' });
  });

  test('An interrupt goes at once', async () => {
    const started = await readyWith([prompt(1, 1, 'Hi')]);
    const clientMsgId = started.chat.interrupt({ text: 'Stop that' });
    expect(started.sent().at(-1)).toEqual({ type: 'interrupt', sessionId, clientMsgId, prompt: 'Stop that' });
  });
});

describe('The mode', () => {
  test('It is that of the session; a new session begins with the default', async () => {
    const started = await readyWith([mode(1, 'agent')]);
    const { chat } = started;
    await started.receive(mode(2, 'auto'));
    expect(chat.mode).toBe('auto');
    chat.newSession();
    expect(chat.mode).toBe('ask');
    chat.say({ text: 'Hello' });
    await settle();
    expect(started.calls('createLiveSession')[0]?.body).toEqual({ mode: 'ask' });
  });

  test('Chosen before the first message it is that of the new session', async () => {
    const started = chatWith();
    started.chat.setMode({ mode: 'auto' });
    started.chat.say({ text: 'Hello' });
    await settle();
    expect(started.calls('createLiveSession')[0]?.body).toEqual({ mode: 'auto' });
  });

  test('Later it is asked of the server, and shown when it is set', async () => {
    const started = await readyWith();
    started.chat.setMode({ mode: 'auto' });
    expect(started.sent().at(-1)).toEqual({ type: 'set_mode', sessionId, mode: 'auto' });
    expect(started.chat.mode).toBe('ask');
    await started.receive({ type: 'mode_set', sessionId, mode: 'auto' });
    expect(started.chat.mode).toBe('auto');
  });
});

describe('Many places', () => {
  test('Tabs have nothing in common', async () => {
    const [one, two] = [await readyWith([prompt(1, 1, 'Hi')]), chatWith()];
    two.chat.newSession();
    expect([one.chat.sessionId, two.chat.sessionId]).toEqual([sessionId, null]);
  });

  test('Who sends last owns the session; the other is told and goes on watching', async () => {
    const started = await readyWith();
    started.chat.say({ text: 'mine' });
    await started.accept(1);
    expect(started.chat.owner).toBe('us');
    await started.receive({ type: 'session_takeover', sessionId, by: uuid(3) }, prompt(2, 9, 'theirs'));
    expect([started.chat.owner, started.texts()]).toEqual(['other', ['user accepted: mine', 'user accepted: theirs']]);
  });

  test('Hidden, it says where it is, and goes on from there when it is shown', async () => {
    const started = await readyWith([prompt(1, 1, 'Hi')]);
    started.chat.hide();
    expect(started.sent().at(-1)).toEqual({ type: 'suspend', sessions: [{ sessionId, lastSeq: 1 }] });
    await started.receive(prompt(2, 2, 'late'), { type: 'suspended', sessions: [{ sessionId }] });
    started.chat.show();
    expect(started.sent().at(-1)).toEqual({ type: 'resume', sessions: [{ sessionId, lastSeq: 2 }] });
  });
});
