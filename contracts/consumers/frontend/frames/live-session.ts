import assert from 'node:assert/strict';
import type { FrameInteraction, Given } from '../../toolkit/interaction.ts';
import { strange, values } from '../../toolkit/values.ts';
import { answeredOnce, busy, clientMsgId, greeting, ofSession, ready, refusal, shown, silent } from './chats.ts';
import { firstPrompt, greeted, hello, laterPrompt, watching } from './openings.ts';

const { sessionId, messageId } = values;
const answered: readonly Given[] = [{ state: 'a live session', params: { turns: 1 } }];
const unspoken: readonly Given[] = [{ state: 'a live session' }];
/** A prompt that another tab of the same user sent. */
const fromElsewhere = { clientMsgId: strange(900), messageId, content: greeting };

const starts: FrameInteraction = {
  kind: 'frame',
  description: 'that a session starts to run',
  given: unspoken,
  socket: 'live',
  open: greeted({ type: 'session_state' }, [{ send: firstPrompt(greeting) }]),
  frame: ofSession('session_state', { seq: 3, state: 'STARTING', run: 1 }),
  async run(ports, server, comes) {
    const chat = await ready(ports, server, { events: silent });
    server.say(ofSession('user_message', { seq: 2, ...fromElsewhere }));
    assert.equal(chat.running, false);
    await comes();
    server.say(ofSession('user_message', { seq: 4, ...fromElsewhere, clientMsgId: strange(901) }));
    assert.equal(chat.running, true);
  },
};

const ends: FrameInteraction = {
  kind: 'frame',
  description: 'that a session has ended',
  given: unspoken,
  socket: 'live',
  open: greeted({ type: 'session_state', state: 'ENDED' }, [...watching, { send: { type: 'stop', sessionId } }]),
  frame: ofSession('session_state', { seq: 6, state: 'ENDED', run: 1 }),
  async run(ports, server, comes) {
    const chat = await ready(ports, server, { events: busy });
    chat.say({ text: 'And then?' });
    assert.deepEqual([chat.running, shown(chat).at(-1)], [true, 'user queued: And then?']);
    await comes();
    assert.equal(shown(chat).at(-1), 'user sent: And then?');
  },
};

const isSpokenTo: FrameInteraction = {
  kind: 'frame',
  description: 'that a prompt was accepted of another tab',
  given: answered,
  socket: 'live',
  open: greeted({ type: 'user_message' }, [...watching, { elsewhere: [hello, laterPrompt(greeting)] }]),
  frame: ofSession('user_message', { seq: 7, ...fromElsewhere }),
  async run(ports, server, comes) {
    const chat = await ready(ports, server, { events: answeredOnce });
    await comes();
    assert.deepEqual([chat.messages.length, shown(chat).at(-1), chat.running], [3, `user accepted: ${greeting}`, true]);
  },
};

const wasSpokenTo: FrameInteraction = {
  kind: 'frame',
  description: 'a prompt that was accepted before the session was watched',
  given: answered,
  socket: 'live',
  open: greeted({ type: 'user_message' }, [{ send: { type: 'switch_session', sessionId, after: 0 } }]),
  frame: ofSession('user_message', { seq: 2, ...fromElsewhere }),
  async run(ports, server, comes) {
    const chat = await ready(ports, server, { events: silent, running: true });
    await comes();
    assert.deepEqual([shown(chat), chat.firstSent], [[`user accepted: ${greeting}`], true]);
  },
};

const isTakenOver: FrameInteraction = {
  kind: 'frame',
  description: 'that another tab sends in the session now',
  given: unspoken,
  socket: 'live',
  open: greeted({ type: 'session_takeover' }, [
    { send: firstPrompt(greeting) },
    { await: 'a frame' },
    { elsewhere: [hello, { ...laterPrompt('And then?'), clientMsgId: strange(902) }] },
  ]),
  frame: ofSession('session_takeover'),
  async run(ports, server, comes) {
    const chat = await ready(ports, server, { events: silent });
    const ours = chat.say({ text: greeting });
    server.say(ofSession('accepted', { clientMsgId: ours, messageId }));
    assert.equal(chat.owner, 'us');
    await comes();
    assert.deepEqual([chat.owner, chat.state], ['other', 'ready']);
  },
};

const isAtAReply: FrameInteraction = {
  kind: 'frame',
  description: 'a reply that was under way before the session was watched',
  given: [{ state: 'a live session', params: { hanging: true } }],
  socket: 'live',
  open: greeted({ type: 'message_start' }, [{ send: { type: 'switch_session', sessionId, after: null } }]),
  frame: ofSession('message_start', { clientMsgId }),
  async run(ports, server, comes) {
    const chat = await ready(ports, server, { events: busy });
    await comes();
    assert.deepEqual(shown(chat).slice(1), ['assistant streaming: Echo: /tool ']);
    server.say(ofSession('chunk'));
    assert.deepEqual(shown(chat).slice(1), ['assistant streaming: Echo: /tool grep ']);
  },
};

const modeChanges: FrameInteraction = {
  kind: 'frame',
  description: 'that the mode of a session has changed',
  given: answered,
  socket: 'live',
  open: greeted({ type: 'mode_changed' }, [...watching, { send: { type: 'set_mode', sessionId, mode: 'auto' } }]),
  frame: ofSession('mode_changed'),
  async run(ports, server, comes) {
    const chat = await ready(ports, server, { events: answeredOnce });
    assert.equal(chat.mode, 'ask');
    await comes();
    assert.equal(chat.mode, 'auto');
  },
};

const notUnderstood: FrameInteraction = {
  kind: 'frame',
  description: 'that a frame on the live socket was not understood',
  given: answered,
  socket: 'live',
  open: greeted({ type: 'error' }, [{ send: { type: 'shout' } }]),
  frame: refusal('malformed_frame'),
  async run(ports, server, comes) {
    const chat = await ready(ports, server, { events: answeredOnce });
    await comes();
    assert.deepEqual([chat.notice?.code, chat.state], ['malformed_frame', 'ready']);
  },
};

/** What is told of a live session beside its turns. */
export const liveSession: readonly FrameInteraction[] = [
  starts,
  ends,
  isSpokenTo,
  wasSpokenTo,
  isAtAReply,
  isTakenOver,
  modeChanges,
  notUnderstood,
];
