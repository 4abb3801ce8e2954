import assert from 'node:assert/strict';
import { settle } from '../../../../simulators/testing.ts';
import type { FrameErrorCode } from '../../../wire/index.ts';
import type { FrameInteraction, Given } from '../../toolkit/interaction.ts';
import { strange, values } from '../../toolkit/values.ts';
import { comesBack, frontendOn, listening, subscribing } from './events.ts';

const { sessionId } = values;
const task: readonly Given[] = [{ state: 'a task' }];
const far = 1_000_000;

interface Asked {
  description: string;
  scope: string | null;
  after: number | null;
}

/** A subscription that is answered by where the feed stands, before any event of it. */
const placed = ({ description, scope, after }: Asked): FrameInteraction => ({
  kind: 'request',
  description,
  given: task,
  socket: 'events',
  frame: { type: 'subscribed', sessionId: scope, cursor: 3 },
  async run(ports, server, comes) {
    const frontend = subscribing(ports, server, { scope, after });
    assert.equal(frontend.socket.standing(scope), undefined);
    await comes();
    assert.deepEqual(frontend.socket.standing(scope), { status: 'subscribed', cursor: 3 });
  },
});

const refusal = (code: FrameErrorCode, scope: string | null) => ({
  type: 'error',
  code,
  detail: 'Why it was refused, in words.',
  sessionId: scope,
});

const takenUpAgain: FrameInteraction = {
  kind: 'request',
  description: 'a subscription that is taken up on another connection, from the last event it had',
  given: task,
  socket: 'events',
  frame: { type: 'subscribed', sessionId, cursor: 3 },
  async run(ports, server, comes) {
    const frontend = await listening(ports, server, { scope: sessionId, cursor: 1 });
    await comesBack(ports, server);
    assert.deepEqual(server.heard(), { type: 'subscribe', sessionId, after: 1 });
    await comes();
    assert.deepEqual(frontend.socket.standing(sessionId), { status: 'subscribed', cursor: 3 });
  },
};

const unknownSession: FrameInteraction = {
  kind: 'request',
  description: 'a subscription of a session that is not there',
  given: [{ state: 'a project' }],
  socket: 'events',
  frame: refusal('not_found', strange(1)),
  async run(ports, server, comes) {
    const frontend = subscribing(ports, server, { scope: strange(1), after: null });
    await comes();
    assert.deepEqual(frontend.socket.standing(strange(1)), { status: 'refused', code: 'not_found' });
    assert.equal(frontend.state, 'open');
  },
};

const aheadOfTheFeed: FrameInteraction = {
  kind: 'request',
  description: 'a subscription from a place that the feed has not reached',
  given: task,
  socket: 'events',
  frame: refusal('cursor_invalid', null),
  async run(ports, server, comes) {
    const { phases } = frontendOn(ports);
    const watching = phases.watch();
    await settle();
    server.accept();
    server.say({ type: 'subscribed', sessionId: null, cursor: far });
    await watching;
    await comesBack(ports, server);
    assert.deepEqual(server.heard(), { type: 'subscribe', sessionId: null, after: far });
    await comes();
    assert.deepEqual(server.heard(), { type: 'subscribe', sessionId: null, after: null });
  },
};

const ended: FrameInteraction = {
  kind: 'request',
  description: 'the end of a subscription',
  given: task,
  socket: 'events',
  open: {
    steps: [{ send: { type: 'subscribe', sessionId, after: null } }, { await: 'a frame' }],
    catch: { type: 'unsubscribed' },
  },
  frame: { type: 'unsubscribed', sessionId },
  async run(ports, server, comes) {
    const frontend = await listening(ports, server, { scope: sessionId, cursor: 3 });
    frontend.unsubscribe({ sessionId });
    await comes();
    assert.equal(frontend.socket.has(sessionId), false);
    assert.deepEqual(ports.journal.of('unreadable-frame'), []);
  },
};

const keptAlive: FrameInteraction = {
  kind: 'request',
  description: 'a ping on the events socket',
  given: [{ state: 'a project' }],
  socket: 'events',
  frame: { type: 'pong' },
  async run(ports, server, comes) {
    const frontend = await listening(ports, server, { scope: null, cursor: 0, keepAlive: 30_000 });
    await ports.clock.advance(30_000);
    assert.deepEqual(server.heard(), { type: 'ping' });
    await comes();
    await ports.clock.advance(frontend.rules.pongTimeout);
    assert.equal(frontend.state, 'open');
  },
};

const notUnderstood: FrameInteraction = {
  kind: 'frame',
  description: 'that a frame on the events socket was not understood',
  given: task,
  socket: 'events',
  open: { steps: [{ send: { type: 'shout' } }], catch: { type: 'error' } },
  frame: { type: 'error', code: 'malformed_frame', detail: 'Why it was refused, in words.' },
  async run(ports, server, comes) {
    const frontend = await listening(ports, server, { scope: sessionId, cursor: 3 });
    await comes();
    assert.deepEqual(ports.journal.of('frame-refused'), [{ code: 'malformed_frame', sessionId: undefined }]);
    assert.deepEqual(frontend.socket.standing(sessionId), { status: 'subscribed', cursor: 3 });
  },
};

/** What the events socket is asked, and how it answers. */
export const subscriptions: readonly FrameInteraction[] = [
  placed({ description: 'a subscription of a session from now on', scope: sessionId, after: null }),
  placed({ description: 'a subscription of a session from its beginning', scope: sessionId, after: 0 }),
  placed({ description: 'a subscription of the project from now on', scope: null, after: null }),
  takenUpAgain,
  unknownSession,
  aheadOfTheFeed,
  ended,
  keptAlive,
  notUnderstood,
];
