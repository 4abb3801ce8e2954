import assert from 'node:assert/strict';
import type { Chat } from '../../../../simulators/frontend/index.ts';
import { settle, uuid } from '../../../../simulators/testing.ts';
import type { LiveErrorCode, LiveEvent } from '../../../wire/index.ts';
import type { FrameInteraction, Given, ServerEnd } from '../../toolkit/interaction.ts';
import { strange, values } from '../../toolkit/values.ts';
import {
  answeredOnce,
  busy,
  connectsAgain,
  greeting,
  live,
  ofSession,
  ready,
  refusal,
  shown,
  silent,
} from './chats.ts';
import { greeted } from './openings.ts';

const { sessionId, messageId, tooLong } = values;
/** The id that a client gives its first prompt here. */
const clientMsgId = uuid(1001);
const accepted = { kind: 'request', socket: 'live', open: greeted({ type: 'accepted' }) } as const;

const first: FrameInteraction = {
  ...accepted,
  description: 'the first prompt of a session',
  given: [{ state: 'a live session' }],
  frame: ofSession('accepted', { clientMsgId, messageId }),
  async run(ports, server, comes) {
    const chat = await ready(ports, server, { events: silent });
    chat.say({ text: greeting });
    assert.deepEqual(server.heard(), { type: 'send', sessionId, clientMsgId, prompt: greeting, resume: false });
    assert.deepEqual([shown(chat), chat.firstSent], [[`user sent: ${greeting}`], false]);
    await comes();
    assert.deepEqual([shown(chat), chat.firstSent], [[`user accepted: ${greeting}`], true]);
    assert.deepEqual([chat.running, chat.owner, chat.messages[0]?.messageId], [true, 'us', messageId]);
  },
};

const later: FrameInteraction = {
  ...accepted,
  description: 'a later prompt of a session',
  given: [{ state: 'a live session', params: { turns: 1 } }],
  frame: ofSession('accepted', { clientMsgId, messageId, seq: 7 }),
  async run(ports, server, comes) {
    const chat = await ready(ports, server, { events: answeredOnce });
    chat.say({ text: 'And then?' });
    assert.deepEqual(server.heard(), { type: 'send', sessionId, clientMsgId, prompt: 'And then?', resume: true });
    await comes();
    assert.deepEqual([shown(chat).at(-1), chat.running], ['user accepted: And then?', true]);
  },
};

const resumes: FrameInteraction = {
  ...accepted,
  description: 'a prompt that resumes a session that has ended',
  given: [{ state: 'a live session', params: { turns: 1, ended: true } }],
  frame: ofSession('accepted', { clientMsgId, messageId, seq: 7 }),
  async run(ports, server, comes) {
    const chat = await ready(ports, server, { events: answeredOnce, running: false });
    chat.say({ text: 'And then?' });
    await comes();
    assert.deepEqual([shown(chat).at(-1), chat.running], ['user accepted: And then?', true]);
  },
};

const again: FrameInteraction = {
  ...accepted,
  description: 'a prompt that was stored and is sent again on another connection',
  given: [{ state: 'a live session', params: { turns: 1, clientMsgId } }],
  frame: ofSession('accepted', { clientMsgId, messageId, status: 'duplicate' }),
  async run(ports, server, comes) {
    const chat = await ready(ports, server, { events: silent });
    chat.say({ text: greeting });
    const sent = server.heard();
    await connectsAgain(ports, server);
    assert.deepEqual(server.heard(), sent);
    server.say(live('reconnected', { sessions: [{ sessionId, status: 'replayed', seq: 6, running: true }] }));
    await comes();
    assert.deepEqual([shown(chat), chat.draft], [[`user accepted: ${greeting}`], '']);
  },
};

const interrupts: FrameInteraction = {
  ...accepted,
  description: 'a prompt in place of the one that is being worked on',
  given: [{ state: 'a live session', params: { hanging: true } }],
  frame: ofSession('accepted', { clientMsgId, messageId, seq: 6 }),
  async run(ports, server, comes) {
    const chat = await ready(ports, server, { events: busy });
    assert.equal(chat.running, true);
    const text = 'Only count the files.';
    chat.interrupt({ text });
    assert.deepEqual(server.heard(), { type: 'interrupt', sessionId, clientMsgId, prompt: text });
    await comes();
    assert.equal(shown(chat).at(-1), `user accepted: ${text}`);
  },
};

interface Refused {
  description: string;
  given: readonly Given[];
  code: LiveErrorCode;
  /** What the client knows of the session. */
  events: readonly LiveEvent[];
  of?: string;
  text?: string;
  /** What becomes of the prompt when it is tried once more. */
  afterwards?(chat: Chat, server: ServerEnd): void;
}

/** A prompt that is refused: the text is kept, and the person is told why. */
const refused = ({ of = sessionId, text = 'And then?', ...told }: Refused): FrameInteraction => ({
  kind: 'request',
  description: told.description,
  given: told.given,
  socket: 'live',
  open: greeted({ type: 'error' }),
  frame: refusal(told.code, { sessionId: of, clientMsgId }),
  async run(ports, server, comes) {
    const chat = await ready(ports, server, { events: told.events, of });
    chat.say({ text });
    await comes();
    assert.deepEqual([chat.notice?.code, chat.draft], [told.code, text]);
    assert.equal(shown(chat).at(-1), `user refused: ${text}`);
    told.afterwards?.(chat, server);
    await settle();
  },
});

/** As another prompt, which is the first of the session or is not. */
const asAnother = (resume: boolean) => (chat: Chat, server: ServerEnd) => {
  chat.retry();
  const { clientMsgId: other, ...frame } = server.heard() as { clientMsgId: string };
  assert.notEqual(other, clientMsgId);
  assert.deepEqual(frame, { type: 'send', sessionId, prompt: 'And then?', resume });
};

/** What is said in a live session, and how it is taken. */
export const livePrompts: readonly FrameInteraction[] = [
  first,
  later,
  resumes,
  again,
  interrupts,
  refused({
    description: 'a prompt under the id of another',
    given: [{ state: 'a live session', params: { turns: 1, clientMsgId } }],
    code: 'client_msg_conflict',
    events: answeredOnce,
    afterwards: asAnother(true),
  }),
  refused({
    description: 'a first prompt where there was one already',
    given: [{ state: 'a live session', params: { turns: 1 } }],
    code: 'resume_required',
    events: silent,
    afterwards: asAnother(true),
  }),
  refused({
    description: 'a later prompt where there was none before',
    given: [{ state: 'a live session' }],
    code: 'nothing_to_resume',
    events: answeredOnce,
    afterwards: asAnother(false),
  }),
  refused({
    description: 'a first prompt in a session that is gone',
    given: [{ state: 'a project' }],
    code: 'not_found',
    events: silent,
    of: strange(1),
    afterwards: ({ state }) => assert.equal(state, 'not-created'),
  }),
  refused({
    description: 'a prompt that is too large',
    given: [{ state: 'a live session', params: { turns: 1 } }, { state: 'a text over the limit' }],
    code: 'prompt_too_large',
    events: answeredOnce,
    text: tooLong,
    afterwards: ({ state }) => assert.equal(state, 'ready'),
  }),
];
