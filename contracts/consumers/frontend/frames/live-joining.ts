import assert from 'node:assert/strict';
import { settle } from '../../../../simulators/testing.ts';
import type { SocketStep } from '../../../provider/socket-state.ts';
import type { FrameInteraction } from '../../toolkit/interaction.ts';
import { strange, values } from '../../toolkit/values.ts';
import {
  answeredOnce,
  busy,
  greeted as chatGreeting,
  connectsAgain,
  greeting,
  joining,
  live,
  ofSession,
  ready,
  refusal,
  silent,
  waitsForNothing,
} from './chats.ts';
import { firstPrompt, greeted, watching } from './openings.ts';

const { sessionId } = values;
const answeredState = { state: 'a live session', params: { turns: 1 } } as const;
const hangingState = { state: 'a live session', params: { hanging: true } } as const;
const silentState = { state: 'a live session' } as const;

const hello: FrameInteraction = {
  kind: 'request',
  description: 'a hello that names the session shown',
  given: [silentState],
  socket: 'live',
  frame: ofSession('connected'),
  async run(ports, server, comes) {
    await chatGreeting(ports, server, { events: silent });
    await comes();
    assert.deepEqual(server.heard(), { type: 'switch_session', sessionId, after: 1 });
  },
};

const ping: FrameInteraction = {
  kind: 'request',
  description: 'a ping on the live socket',
  given: [silentState],
  socket: 'live',
  open: greeted({ type: 'pong' }),
  frame: live('pong'),
  async run(ports, server, comes) {
    const chat = await ready(ports, server, { events: silent, keepAlive: 30_000 });
    await ports.clock.advance(30_000);
    assert.deepEqual(server.heard(), { type: 'ping' });
    await comes();
    await ports.clock.advance(10_000);
    assert.equal(chat.state, 'ready');
  },
};

const switchTo: FrameInteraction = {
  kind: 'request',
  description: 'a switch to a session that waits for its next prompt',
  given: [answeredState],
  socket: 'live',
  open: greeted({ type: 'session_switched' }),
  frame: ofSession('session_switched', { tokens: 3 }),
  async run(ports, server, comes) {
    const chat = await joining(ports, server, { events: answeredOnce });
    assert.equal(chat.state, 'connecting');
    await comes();
    assert.deepEqual([chat.state, chat.mode, chat.running], ['ready', 'ask', false]);
    chat.say({ text: 'And then?' });
    assert.deepEqual(chat.messages.at(-1)?.status, 'sent');
  },
};

const switchToBusy: FrameInteraction = {
  kind: 'request',
  description: 'a switch to a session that is at a prompt',
  given: [hangingState],
  socket: 'live',
  open: greeted({ type: 'session_switched' }),
  frame: ofSession('session_switched', { tokens: 0 }),
  async run(ports, server, comes) {
    const chat = await joining(ports, server, { events: busy });
    await comes();
    assert.deepEqual([chat.state, chat.running], ['ready', true]);
    chat.say({ text: 'And then?' });
    assert.deepEqual(chat.messages.at(-1)?.status, 'queued');
  },
};

const switchToEnded: FrameInteraction = {
  kind: 'request',
  description: 'a switch to a session that has ended',
  given: [{ state: 'a live session', params: { turns: 1, ended: true } }],
  socket: 'live',
  open: greeted({ type: 'session_switched' }),
  frame: ofSession('session_switched', { state: 'ENDED', running: false, tokens: 3 }),
  async run(ports, server, comes) {
    const chat = await joining(ports, server, { events: answeredOnce });
    await comes();
    assert.deepEqual([chat.state, chat.running], ['ready', false]);
    chat.say({ text: 'And then?' });
    assert.equal((server.heard() as { resume?: boolean }).resume, true);
  },
};

const switchToNone: FrameInteraction = {
  kind: 'request',
  description: 'a switch to no session',
  given: [answeredState],
  socket: 'live',
  open: greeted({ type: 'session_cleared' }, watching),
  frame: live('session_cleared'),
  async run(ports, server, comes) {
    const chat = await ready(ports, server, { events: answeredOnce });
    chat.newSession();
    assert.deepEqual(server.heard(), { type: 'switch_session', sessionId: null, after: null });
    await comes();
    assert.deepEqual([chat.state, chat.sessionId], ['not-created', null]);
    await waitsForNothing(ports);
  },
};

const switchToUnknown: FrameInteraction = {
  kind: 'request',
  description: 'a switch to a session that is not there',
  given: [{ state: 'a project' }],
  socket: 'live',
  open: greeted({ type: 'error' }),
  frame: refusal('not_found', { sessionId: strange(1) }),
  async run(ports, server, comes) {
    const chat = await joining(ports, server, { events: answeredOnce, of: strange(1) });
    await comes();
    assert.deepEqual([chat.state, chat.notice?.code], ['disconnected', 'not_found']);
  },
};

interface Leaving {
  description: string;
  steps: readonly SocketStep[];
  frame: Record<string, unknown>;
}

/** A session that is watched since its first prompt was sent is left. */
const unwatch = ({ description, steps, frame }: Leaving): FrameInteraction => ({
  kind: 'request',
  description,
  given: [silentState],
  socket: 'live',
  open: greeted({ type: frame.type }, steps),
  frame,
  async run(ports, server, comes) {
    const chat = await ready(ports, server, { events: silent });
    const clientMsgId = chat.say({ text: greeting });
    server.say(ofSession('accepted', { clientMsgId }));
    await connectsAgain(ports, server);
    server.say(live('reconnected', { sessions: [{ sessionId, status: 'replayed', seq: 1, running: false }] }));
    await settle();
    chat.newSession();
    server.say(live('session_cleared'));
    assert.deepEqual(server.heard(), { type: 'unwatch', sessionId });
    await comes();
    await waitsForNothing(ports);
    assert.deepEqual([chat.state, chat.notice], ['not-created', null]);
  },
});

const reconnects: FrameInteraction = {
  kind: 'request',
  description: 'a session that is taken up again on another connection',
  given: [answeredState],
  socket: 'live',
  open: greeted({ type: 'reconnected' }),
  frame: live('reconnected', { sessions: [{ sessionId, status: 'replayed', seq: 6, running: true }] }),
  async run(ports, server, comes) {
    const chat = await ready(ports, server, { events: answeredOnce });
    await connectsAgain(ports, server);
    assert.equal(chat.state, 'connecting');
    await comes();
    assert.deepEqual([chat.state, chat.messages.length], ['ready', 2]);
  },
};

const reconnectsAhead: FrameInteraction = {
  kind: 'request',
  description: 'a session that is taken up again from an event that it does not have',
  given: [silentState],
  socket: 'live',
  open: greeted({ type: 'reconnected' }),
  frame: live('reconnected', { sessions: [{ sessionId, status: 'cursor_invalid', seq: 1, running: false }] }),
  async run(ports, server, comes) {
    const chat = await ready(ports, server, { events: answeredOnce });
    await connectsAgain(ports, server);
    assert.equal(chat.messages.length, 2);
    await comes();
    assert.deepEqual([chat.state, chat.messages], ['ready', []]);
  },
};

const reconnectsGone: FrameInteraction = {
  kind: 'request',
  description: 'a session that is to be taken up again and is gone',
  given: [{ state: 'a project' }],
  socket: 'live',
  open: greeted({ type: 'reconnected' }),
  frame: live('reconnected', { sessions: [{ sessionId: strange(1), status: 'not_found', seq: 0, running: false }] }),
  async run(ports, server, comes) {
    const chat = await ready(ports, server, { events: answeredOnce, of: strange(1) });
    await connectsAgain(ports, server, strange(1));
    await comes();
    assert.deepEqual([chat.state, chat.notice?.code], ['disconnected', 'not_found']);
  },
};

const hides: FrameInteraction = {
  kind: 'request',
  description: 'a tab that goes out of sight',
  given: [answeredState],
  socket: 'live',
  open: greeted({ type: 'suspended' }, watching),
  frame: live('suspended', { sessions: [{ sessionId }] }),
  async run(ports, server, comes) {
    const chat = await ready(ports, server, { events: answeredOnce });
    chat.hide();
    await comes();
    await waitsForNothing(ports);
    assert.equal(chat.state, 'ready');
  },
};

const comesIntoSight: FrameInteraction = {
  kind: 'request',
  description: 'a tab that comes back into sight',
  given: [answeredState],
  socket: 'live',
  open: greeted({ type: 'resumed' }, [
    ...watching,
    { send: { type: 'suspend', sessions: [{ sessionId, lastSeq: 1 }] } },
    { await: 'a frame' },
  ]),
  frame: live('resumed', { sessions: [{ sessionId, status: 'replayed', seq: 6, running: true }] }),
  async run(ports, server, comes) {
    const chat = await ready(ports, server, { events: answeredOnce, running: false });
    chat.hide();
    server.say(live('suspended', { sessions: [{ sessionId }] }));
    chat.show();
    await comes();
    await waitsForNothing(ports);
    assert.equal(chat.state, 'ready');
  },
};

/** How a tab gets a connection, and watches its session on it. */
export const liveJoining: readonly FrameInteraction[] = [
  hello,
  ping,
  switchTo,
  switchToBusy,
  switchToEnded,
  switchToNone,
  switchToUnknown,
  unwatch({
    description: 'that a session is left which was said something to',
    steps: [{ send: firstPrompt(greeting) }, { await: 'a frame' }],
    frame: ofSession('unwatched'),
  }),
  unwatch({
    description: 'that a session is left which is not watched',
    steps: [],
    frame: refusal('not_watched', { sessionId }),
  }),
  reconnects,
  reconnectsAhead,
  reconnectsGone,
  hides,
  comesIntoSight,
];
