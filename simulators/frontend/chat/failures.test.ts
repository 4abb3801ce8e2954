import { describe, expect, test } from 'vitest';
import { type LiveErrorCode, problem } from '../../../contracts/wire/index.ts';
import { LinkError } from '../../ports.ts';
import { answered, settle, uuid } from '../../testing.ts';
import { chatWith, complete, prompt, readyWith, sessionId } from './testing.ts';

const done = [prompt(1, 1, 'Hi'), complete(2, 1, 'Ho')];
const refusal = (code: LiveErrorCode, more: object = {}) => ({ type: 'error', code, detail: 'why', ...more });

describe('A creation that fails', () => {
  test.each([
    ['503', answered(503, problem('unavailable', '')), 'unavailable'],
    ['a time-out', new LinkError('timeout'), 'timeout'],
    ['400', answered(400, problem('malformed_request', '')), 'malformed_request'],
  ])(
    'After %s it is shown, the text is kept, and trying again creates once, under the same id',
    async (_, answer, code) => {
      const started = chatWith();
      const { chat } = started;
      started.link.script.push(answer);
      chat.say({ text: 'one' });
      chat.say({ text: 'two' });
      await settle();
      expect([chat.state, chat.input, chat.notice?.code, chat.draft]).toEqual([
        'not-created',
        'open',
        code,
        'one\ntwo',
      ]);
      expect(started.texts()).toEqual(['user refused: one', 'user refused: two']);
      await started.clock.advance(60_000);
      expect([started.link.calls.length, started.link.sockets.length]).toEqual([1, 0]);
      chat.retry();
      chat.retry();
      await started.connect();
      const [first, second, ...more] = started.calls('createLiveSession');
      expect([second?.params, more]).toEqual([first?.params, []]);
      expect([chat.state, chat.draft, chat.notice]).toEqual(['ready', '', null]);
      await started.accept(2);
      expect(started.sent()).toMatchObject([
        { prompt: 'one', resume: false },
        { prompt: 'two', resume: true },
      ]);
    },
  );

  test("Under another user's id it cannot succeed: the next attempt has another", async () => {
    const started = chatWith();
    started.chat.open({ sessionId });
    await settle();
    started.link.script.push(answered(409, problem('session_id_taken', '')));
    started.chat.say({ text: 'Hello' });
    await settle();
    expect([started.chat.state, started.chat.draft]).toEqual(['not-created', 'Hello']);
    started.chat.retry();
    await started.connect();
    expect(started.chat.sessionId).not.toBe(sessionId);
    expect(started.sent()).toMatchObject([{ sessionId: started.chat.sessionId, prompt: 'Hello', resume: false }]);
  });

  test('It is no matter of the session that is shown by then', async () => {
    const started = chatWith();
    started.link.script.push(answered(503));
    started.chat.say({ text: 'one' });
    started.chat.newSession();
    await settle();
    expect([started.chat.state, started.chat.draft, started.chat.notice]).toEqual(['not-created', '', null]);
  });
});

describe('A message that is refused', () => {
  test.each<[string, object]>([
    ['named', {}],
    ['with an id nobody knows', { clientMsgId: uuid(77) }],
    ['without any id', { clientMsgId: undefined, sessionId: undefined }],
  ])('It is shown, ends streaming and keeps the text: %s', async (_, more) => {
    const started = await readyWith(done);
    const { chat } = started;
    const clientMsgId = chat.say({ text: 'one' });
    expect(chat.running).toBe(true);
    await started.receive(refusal('too_many_prompts', { sessionId, clientMsgId, ...more }));
    expect([chat.running, chat.draft, chat.notice]).toEqual([
      false,
      'one',
      { code: 'too_many_prompts', detail: 'why' },
    ]);
    expect(started.texts().at(-1)).toBe('user refused: one');
    expect(started.journal.of('notice')).toEqual([{ code: 'too_many_prompts', detail: 'why' }]);
    const [, frame] = started.sent();
    chat.retry();
    expect(JSON.stringify(started.sent().at(-1))).toBe(JSON.stringify(frame));
    expect(chat.draft).toBe('');
  });

  test('An answer that comes twice refuses nothing else', async () => {
    const started = await readyWith(done);
    const clientMsgId = started.chat.say({ text: 'one' });
    const refused = refusal('too_many_prompts', { sessionId, clientMsgId });
    await started.receive(refused);
    started.chat.say({ text: 'two' });
    await started.receive(refused);
    expect(started.texts().slice(-2)).toEqual(['user refused: one', 'user sent: two']);
  });

  test('Where another tab sent the first message, the next attempt is a later one', async () => {
    const started = chatWith();
    started.chat.say({ text: 'one' });
    await started.connect();
    const [first] = started.sent();
    await started.receive(refusal('resume_required', { sessionId: first?.sessionId, clientMsgId: first?.clientMsgId }));
    started.chat.retry();
    const again = started.sent().at(-1);
    expect(again).toMatchObject({ prompt: 'one', resume: true });
    expect(again?.clientMsgId).not.toBe(first?.clientMsgId);
  });

  test('Where the record is gone before its first message, the next attempt makes it again', async () => {
    const started = chatWith();
    started.chat.say({ text: 'one' });
    await started.connect();
    const [first] = started.sent();
    await started.receive(refusal('not_found', { sessionId: first?.sessionId, clientMsgId: first?.clientMsgId }));
    expect([started.chat.state, started.chat.draft]).toEqual(['not-created', 'one']);
    started.chat.retry();
    await settle();
    expect(started.calls('createLiveSession')).toHaveLength(2);
    expect(started.sent()).toEqual([first, first]);
  });

  test('Something else said instead takes the place of what was kept', async () => {
    const started = await readyWith(done);
    const clientMsgId = started.chat.say({ text: 'one' });
    await started.receive(refusal('prompt_too_large', { sessionId, clientMsgId }));
    started.chat.say({ text: 'two' });
    expect([started.chat.draft, started.chat.notice]).toEqual(['', null]);
    expect(started.sent().at(-1)).toMatchObject({ prompt: 'two' });
  });
});

describe('A store that does not answer', () => {
  const unavailable = (clientMsgId: string | undefined) => refusal('unavailable', { sessionId, clientMsgId });

  test('The same frame is sent again after a second, five times, and then the text is kept', async () => {
    const started = await readyWith(done);
    const clientMsgId = started.chat.say({ text: 'one' });
    for (let retries = 0; retries < 5; retries += 1) {
      await started.receive(unavailable(clientMsgId));
      await started.clock.advance(999);
      expect(started.sent()).toHaveLength(2 + retries);
      await started.clock.advance(1);
      expect(started.sent()).toHaveLength(3 + retries);
    }
    expect([started.chat.running, started.chat.notice]).toEqual([true, null]);
    await started.receive(unavailable(clientMsgId));
    await started.clock.advance(60_000);
    expect(
      new Set(
        started
          .sent()
          .slice(1)
          .map((frame) => JSON.stringify(frame)),
      ).size,
    ).toBe(1);
    expect(started.sent()).toHaveLength(7);
    expect([started.chat.running, started.chat.draft, started.chat.notice?.code]).toEqual([
      false,
      'one',
      'unavailable',
    ]);
  });

  test('When the token has expired it is not tried again: the text is kept, and the chat is disconnected', async () => {
    const started = await readyWith(done);
    const clientMsgId = started.chat.say({ text: 'one' });
    await started.receive(refusal('token_expired', { sessionId, clientMsgId }));
    await started.clock.advance(60_000);
    expect([started.chat.state, started.chat.draft, started.chat.notice?.code]).toEqual([
      'disconnected',
      'one',
      'token_expired',
    ]);
    expect(started.link.sockets).toHaveLength(1);
  });

  test('What was said after it waits for it', async () => {
    const started = await readyWith(done);
    const clientMsgId = started.chat.say({ text: 'one' });
    await started.receive(unavailable(clientMsgId));
    started.chat.say({ text: 'two', whileRunning: 'send' });
    expect(started.sent()).toHaveLength(2);
    await started.clock.advance(1_000);
    expect(started.sent().map(({ prompt: text }) => text)).toEqual([undefined, 'one', 'one', 'two']);
  });

  test('What turns out to be stored after all is not offered again', async () => {
    const started = await readyWith(done);
    const clientMsgId = started.chat.say({ text: 'one' }) ?? '';
    for (let times = 0; times < 6; times += 1) {
      await started.receive(unavailable(clientMsgId));
      await started.clock.advance(1_000);
    }
    expect(started.chat.draft).toBe('one');
    await started.receive(prompt(3, Number(clientMsgId.slice(-4)), 'one'));
    expect([started.chat.draft, started.texts().at(-1)]).toEqual(['', 'user accepted: one']);
  });
});

describe('What is shown goes to the journal', () => {
  test('Each change of what the person sees, and the messages where they change, but no piece of a reply', async () => {
    const started = await readyWith();
    const { chat, journal } = started;
    expect(journal.of('chat').at(-1)).toEqual({
      state: 'ready',
      input: 'open',
      sessionId,
      running: false,
      mode: 'ask',
      owner: null,
      firstSent: false,
      draft: '',
    });
    chat.say({ text: 'Hi' });
    expect(journal.of('transcript').at(-1)).toEqual({
      sessionId,
      messages: [{ role: 'user', text: 'Hi', status: 'sent', tools: [] }],
    });
  });

  test('A verb that cannot be done is journaled with the reason', () => {
    const { chat, journal } = chatWith();
    chat.interrupt({ text: 'x' });
    chat.retry();
    chat.reconnect();
    chat.show();
    chat.type({ data: 'x' });
    expect(journal.verbs.map(({ name, refused }) => `${name}: ${refused}`)).toEqual([
      'interrupt: the chat is not-created',
      'retry: there is nothing to send again',
      'reconnect: the chat is not disconnected',
      'show: the tab is not hidden',
      'type: the terminal is closed',
    ]);
  });

  test('A frame nobody can read is shown, and harms nothing', async () => {
    const started = await readyWith(done);
    await started.receive('not json', { type: 'what' });
    expect(started.journal.of('unreadable-frame')).toEqual([{ frame: 'not json' }, { frame: { type: 'what' } }]);
    expect(started.chat.state).toBe('ready');
  });
});
