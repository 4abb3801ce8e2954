import assert from 'node:assert/strict';
import type { FrameInteraction } from '../../toolkit/interaction.ts';
import { strange, values } from '../../toolkit/values.ts';
import { answeredOnce, ofSession, ready, refusal, waitsForNothing } from './chats.ts';
import { greeted } from './openings.ts';

const { sessionId } = values;

const stops: FrameInteraction = {
  kind: 'request',
  description: 'that a session is stopped',
  given: [{ state: 'a live session', params: { turns: 1 } }],
  socket: 'live',
  open: greeted({ type: 'stopping' }),
  frame: ofSession('stopping'),
  async run(ports, server, comes) {
    const chat = await ready(ports, server, { events: answeredOnce });
    chat.stop();
    assert.deepEqual(server.heard(), { type: 'stop', sessionId });
    await comes();
    await waitsForNothing(ports);
    assert.equal(chat.notice, null);
  },
};

const stopsGone: FrameInteraction = {
  kind: 'request',
  description: 'that a session is stopped which is gone',
  given: [{ state: 'a project' }],
  socket: 'live',
  open: greeted({ type: 'error' }),
  frame: refusal('not_found', { sessionId: strange(1) }),
  async run(ports, server, comes) {
    const chat = await ready(ports, server, { events: answeredOnce, of: strange(1) });
    chat.stop();
    await comes();
    assert.deepEqual([chat.notice?.code, chat.state], ['not_found', 'ready']);
  },
};

const setsMode: FrameInteraction = {
  kind: 'request',
  description: 'that the mode of a session is set',
  given: [{ state: 'a live session', params: { turns: 1 } }],
  socket: 'live',
  open: greeted({ type: 'mode_set' }),
  frame: ofSession('mode_set'),
  async run(ports, server, comes) {
    const chat = await ready(ports, server, { events: answeredOnce });
    chat.setMode({ mode: 'auto' });
    assert.equal(chat.mode, 'ask');
    await comes();
    assert.equal(chat.mode, 'auto');
  },
};

/** What else is done to a live session. */
export const liveVerbs: readonly FrameInteraction[] = [stops, stopsGone, setsMode];
