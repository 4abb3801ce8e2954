import type { LiveClientFrame } from '../../../../contracts/wire/index.ts';
import { stopSession } from '../closing.ts';
import { liveAt } from '../rows.ts';
import { settle } from '../states.ts';
import { recall, remember, watchOf, withoutWatch, withWatch } from './connections.ts';
import { type Desk, type Follow, FrameRefused, type Reply } from './desk.ts';
import { takePrompt } from './prompts.ts';

type Frame<T extends LiveClientFrame['type']> = Extract<LiveClientFrame, { type: T }>;
type Handlers = { [T in LiveClientFrame['type']]: (desk: Desk, frame: Frame<T>) => Reply };

/** How each frame of a connected client is answered. */
const handlers: Handlers = {
  hello: () => {
    throw new FrameRefused('already_connected');
  },
  ping: () => ({ frame: { type: 'pong' } }),
  watch,
  unwatch,
  switch_session: switchSession,
  send: takePrompt,
  interrupt: takePrompt,
  reconnect: (desk, frame) => goOn(desk, frame),
  suspend,
  resume: (desk, frame) => goOn(desk, frame),
  stop,
  set_mode: setMode,
};

/** @throws FrameRefused */
export function answerTo(desk: Desk, frame: LiveClientFrame): Reply {
  return (handlers[frame.type] as (desk: Desk, frame: LiveClientFrame) => Reply)(desk, frame);
}

function watch(desk: Desk, { sessionId: named, after }: Frame<'watch'>): Reply {
  const sessionId = desk.change.rules.targetSession(named, desk.connection);
  const before = desk.open(sessionId).seq;
  const watched = desk.watches(sessionId);
  desk.attach(sessionId);
  settle(desk.change, sessionId);
  const { seq } = liveAt(desk.change.sql, sessionId);
  const from = startOf(after, { watched, before, seq });
  return {
    frame: { type: 'watched', sessionId, seq, running: desk.running('other', sessionId) },
    follow: [{ sessionId, from }],
  };
}

/**
 * After which event a client begins that has all up to `after`; null: it wants only what is new to it. `before` and
 * `seq`: where the session stood before the frame, and where it stands now. What is ahead of the session is void.
 */
function startOf(after: number | null, { watched, before, seq }: { watched: boolean; before: number; seq: number }) {
  if (after === null) return watched ? before : seq;
  return after > before ? 0 : after;
}

function unwatch(desk: Desk, { sessionId }: Frame<'unwatch'>): Reply {
  if (!watchOf(desk.connection, sessionId)) throw new FrameRefused('not_watched');
  leave(desk, sessionId);
  return { frame: { type: 'unwatched', sessionId } };
}

function leave(desk: Desk, sessionId: string): void {
  const { current, ...connection } = withoutWatch(desk.connection, sessionId);
  remember(desk.socket, { ...connection, current: current === sessionId ? null : current });
  if (desk.find(sessionId)) settle(desk.change, sessionId);
}

/** Watches first, answers then: what comes in between is not lost (LIVE-3). */
function switchSession(desk: Desk, { sessionId, after }: Frame<'switch_session'>): Reply {
  const { change, socket } = desk;
  if (sessionId === null) {
    leaveCurrent(desk, null);
    return { frame: { type: 'session_cleared' } };
  }
  const before = desk.find(sessionId)?.seq ?? 0;
  if (desk.route('switch_session', sessionId) === 'refused') throw new FrameRefused('not_found');
  const watched = desk.watches(sessionId);
  leaveCurrent(desk, sessionId);
  const follows = change.rules.watchesOnSwitch(desk.connection.connectionId, sessionId);
  if (follows) desk.attach(sessionId);
  remember(socket, { ...desk.connection, current: sessionId });
  settle(change, sessionId);
  const row = liveAt(change.sql, sessionId);
  const frame = change.rules.describeSwitched(row, desk.running('switch_session', sessionId));
  const from = startOf(after, { watched, before, seq: row.seq });
  return { frame, follow: follows ? [{ sessionId, from }] : [] };
}

/** Ends the watch of the session switched to before, where it is another than the one switched to now. */
function leaveCurrent(desk: Desk, next: string | null): void {
  const peers = desk.sockets.filter((socket) => recall(socket).user === desk.connection.user);
  const leaving = desk.change.rules.leavingOnSwitch(desk.connection, peers.map(recall));
  for (const socket of peers) {
    const { connectionId, current } = recall(socket);
    if (current === null || current === next || !leaving.includes(connectionId)) continue;
    remember(socket, { ...withoutWatch(recall(socket), current), current: null });
    if (desk.find(current)) settle(desk.change, current);
  }
}

/** `reconnect` mends what durable state and registry disagree on; `resume` only goes on. */
function goOn(desk: Desk, { type, sessions }: Frame<'reconnect'> | Frame<'resume'>): Reply {
  const { change } = desk;
  const places = new Map(sessions.map(({ sessionId, lastSeq }) => [sessionId, lastSeq]));
  const follow: Follow[] = [];
  const standings = [...places].map(([sessionId, lastSeq]) => {
    const before = desk.find(sessionId)?.seq ?? 0;
    const refused = type === 'reconnect' ? desk.route(type, sessionId) === 'refused' : !desk.find(sessionId);
    if (refused) return { sessionId, status: 'not_found', seq: 0, running: false } as const;
    desk.attach(sessionId);
    settle(change, sessionId);
    const standing = change.rules[type === 'reconnect' ? 'standingOf' : 'resumedStanding'](lastSeq, before);
    follow.push({ sessionId, from: standing.from });
    const { seq } = liveAt(change.sql, sessionId);
    const operation = type === 'reconnect' ? type : 'other';
    return { sessionId, status: standing.status, seq, running: desk.running(operation, sessionId) };
  });
  return { frame: { type: type === 'reconnect' ? 'reconnected' : 'resumed', sessions: standings }, follow };
}

/** What is not watched cannot be suspended, and is left out. */
function suspend(desk: Desk, { sessions }: Frame<'suspend'>): Reply {
  const named = new Set(sessions.map(({ sessionId }) => sessionId));
  const known = [...named].filter((sessionId) => watchOf(desk.connection, sessionId) && desk.find(sessionId));
  for (const sessionId of known) {
    remember(desk.socket, withWatch(desk.connection, sessionId, 'suspended'));
    settle(desk.change, sessionId);
  }
  return { frame: { type: 'suspended', sessions: known.map((sessionId) => ({ sessionId })) } };
}

function stop(desk: Desk, frame: Frame<'stop'>): Reply {
  const { id } = desk.open(desk.change.rules.targetSession(frame.sessionId, desk.connection));
  const state = stopSession(desk.change, desk.loops, id);
  return { frame: { type: 'stopping', sessionId: id, state } };
}

function setMode(desk: Desk, { sessionId: named, mode }: Frame<'set_mode'>): Reply {
  const row = desk.open(desk.change.rules.targetSession(named, desk.connection));
  if (row.mode !== mode) {
    desk.change.rules.storeMode(desk.change.sql, row, mode);
    desk.change.append(row.id, { type: 'mode_changed', mode });
  }
  return { frame: { type: 'mode_set', sessionId: row.id, mode } };
}
