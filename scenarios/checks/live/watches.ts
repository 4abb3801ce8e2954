import type { HistoryEvent } from '../../../contracts/trace/index.ts';
import { type Fields, fields, list, text } from '../reading.ts';
import { type AskedFrame, isDurable, type LiveSocket, type Place, type SaidFrame } from './live-sockets.ts';

/** The frame that made a connection watch a session. */
export type WatchCause = 'watch' | 'switch_session' | 'send' | 'interrupt' | 'reconnect' | 'resume';

/** A connection watches a session: from the answer to the frame that asked for it until something ends it. */
export interface Watch {
  socket: LiveSocket;
  sessionId: string;
  cause: WatchCause;
  asked: AskedFrame;
  /** The answer. */
  begun: Place;
  /** Events up to this `seq` are not sent for it; undefined where that is for the history of the session to say. */
  after: number | undefined;
  /** Events from this `seq` on are sent for it; undefined: those stored after the answer. */
  due: number | undefined;
  /** It is certain that it watches. */
  isSure: boolean;
  /** Durable events that were sent for it, in order. */
  frames: SaidFrame[];
  /** `message_start` and `chunk` that were sent for it, in order. */
  streamed: SaidFrame[];
  /** What ended it; the close of the socket is on the socket. `replaced`: the same session was asked for anew. */
  ended?: Place & { by: 'unwatch' | 'switch_session' | 'suspend' | 'replaced' };
}

/** A frame of a session that the connection does not watch. */
export interface Stray {
  socket: LiveSocket;
  sessionId: string;
  said: SaidFrame;
  /** never: it was not asked for. early: its answer is still to come. left: it was given up. suspended: not resumed. */
  why: 'never' | 'early' | 'left' | 'suspended';
}

interface Desk {
  active: Map<string, Watch>;
  suspended: Set<string>;
  left: Set<string>;
  /** Whether these are watched cannot be told. */
  maybe: Set<string>;
  /** The session that was switched to last. */
  current?: string;
  /** Events of a session whose sender was not yet told that its prompt is accepted. */
  early: Map<string, SaidFrame[]>;
}

const ofSessions: ReadonlySet<string> = new Set(['message_start', 'chunk']);
/** Refusals that come before anything is looked at: nothing is watched by them. */
const before: ReadonlySet<unknown> = new Set(['not_found', 'not_connected', 'malformed_frame', 'token_expired']);
const prompts: ReadonlySet<string> = new Set(['send', 'interrupt']);

/** Follows per live socket which sessions it watches, since when and by which frame, and what was sent to it. */
export class Watches {
  readonly all: Watch[] = [];
  readonly strays: Stray[] = [];
  readonly #desks = new Map<number, Desk>();

  on(event: HistoryEvent, { socket, said }: { socket: LiveSocket; said?: SaidFrame }): void {
    if (!said || event.kind !== 'send') return;
    const desk = this.#desk(socket);
    if (said.answers) this.#answered(desk, said.answers, said);
    const sessionId = text(said.frame.sessionId);
    if (sessionId !== undefined && (isDurable(said.frame) || ofSessions.has(said.type))) {
      this.#sent(desk, socket, sessionId, said);
    }
  }

  #sent(desk: Desk, socket: LiveSocket, sessionId: string, said: SaidFrame): void {
    const watch = desk.active.get(sessionId);
    if (watch) {
      take(watch, said);
      return;
    }
    if (desk.maybe.has(sessionId)) return;
    const asks = socket.pending.find((asked) => names(asked, sessionId));
    if (asks && prompts.has(asks.type) && !desk.suspended.has(sessionId)) {
      desk.early.set(sessionId, [...(desk.early.get(sessionId) ?? []), said]);
      return;
    }
    const isSuspended = desk.suspended.has(sessionId);
    const why = isSuspended ? 'suspended' : asks ? 'early' : desk.left.has(sessionId) ? 'left' : 'never';
    this.strays.push({ socket, sessionId, said, why });
  }

  #answered(desk: Desk, asked: AskedFrame, said: SaidFrame): void {
    const { frame, type } = said;
    const sessionId = text(frame.sessionId) ?? text(asked.frame.sessionId);
    if (type === 'error') this.#refused(desk, asked, frame);
    else if (type === 'watched' || type === 'session_switched') this.#looks(desk, asked, said, sessionId ?? '');
    else if (type === 'session_cleared') this.#leave(desk, desk.current, 'switch_session', said);
    else if (type === 'unwatched') this.#leave(desk, sessionId, 'unwatch', said);
    else if (type === 'accepted') this.#accepted(desk, asked, said, sessionId ?? '');
    else if (type === 'reconnected' || type === 'resumed') this.#standings(desk, asked, said);
    else if (type === 'suspended') {
      for (const { sessionId: id } of list(frame.sessions).map(fields)) {
        this.#leave(desk, text(id), 'suspend', said);
        if (text(id) !== undefined) desk.suspended.add(String(id));
      }
    }
  }

  #looks(desk: Desk, asked: AskedFrame, said: SaidFrame, sessionId: string): void {
    const cause = asked.type as WatchCause;
    if (cause === 'switch_session') {
      if (desk.current !== undefined && desk.current !== sessionId) {
        this.#leave(desk, desk.current, 'switch_session', said);
      }
      desk.current = sessionId;
    }
    const seq = Number(said.frame.seq);
    const asks = typeof asked.frame.after === 'number' ? asked.frame.after : seq;
    // A cursor that is ahead is void: all events follow.
    const after = asks > seq ? 0 : asks;
    this.#begin(desk, { asked, cause, sessionId, after, due: after + 1, isSure: true }, said);
  }

  #accepted(desk: Desk, asked: AskedFrame, said: SaidFrame, sessionId: string): void {
    const early = desk.early.get(sessionId) ?? [];
    desk.early.delete(sessionId);
    if (desk.active.has(sessionId)) return;
    if (desk.suspended.has(sessionId)) {
      // Whether who sends sees again what it had suspended is not said.
      desk.suspended.delete(sessionId);
      desk.maybe.add(sessionId);
      return;
    }
    const due = said.frame.status === 'stored' ? Number(said.frame.seq) : undefined;
    const cause = asked.type as WatchCause;
    const watch = this.#begin(desk, { asked, cause, sessionId, after: undefined, due, isSure: true }, said);
    for (const one of early) take(watch, one);
  }

  #standings(desk: Desk, asked: AskedFrame, said: SaidFrame): void {
    const cause: WatchCause = asked.type === 'resume' ? 'resume' : 'reconnect';
    const places = new Map(list(asked.frame.sessions).map((place) => [fields(place).sessionId, fields(place).lastSeq]));
    for (const { sessionId: id, status, seq } of list(said.frame.sessions).map(fields)) {
      const sessionId = text(id);
      if (sessionId === undefined || status === 'not_found') continue;
      const lastSeq = Number(places.get(sessionId) ?? 0);
      const after = status === 'cursor_invalid' ? 0 : lastSeq;
      this.#begin(desk, { asked, cause, sessionId, after, due: after + 1, isSure: after <= Number(seq) }, said);
    }
  }

  #refused(desk: Desk, asked: AskedFrame, { code }: Fields): void {
    const ids = [asked.frame.sessionId, ...list(asked.frame.sessions).map((place) => fields(place).sessionId)];
    for (const id of ids.map(text)) {
      if (id === undefined) continue;
      desk.early.delete(id);
      const isPrompt = prompts.has(asked.type);
      // A prompt may have subscribed its sender before it was refused; after `unavailable` anything may have happened.
      const isUnknown = code === 'unavailable' || (isPrompt && !before.has(code));
      if (!isUnknown || (isPrompt && desk.active.has(id))) continue;
      this.#doubt(desk, id);
    }
    if (code === 'unavailable' && asked.type === 'switch_session' && desk.current !== undefined) {
      this.#doubt(desk, desk.current);
      delete desk.current;
    }
  }

  #doubt(desk: Desk, sessionId: string): void {
    const watch = desk.active.get(sessionId);
    if (watch) watch.isSure = false;
    desk.active.delete(sessionId);
    desk.suspended.delete(sessionId);
    desk.maybe.add(sessionId);
  }

  #begin(
    desk: Desk,
    { asked, ...begun }: Pick<Watch, 'asked' | 'cause' | 'sessionId' | 'after' | 'due' | 'isSure'>,
    { index, time }: SaidFrame,
  ): Watch {
    const old = desk.active.get(begun.sessionId);
    if (old) old.ended = { index, time, by: 'replaced' };
    const watch: Watch = { socket: asked.socket, asked, ...begun, begun: { index, time }, frames: [], streamed: [] };
    desk.active.set(begun.sessionId, watch);
    for (const gone of [desk.suspended, desk.left, desk.maybe]) gone.delete(begun.sessionId);
    this.all.push(watch);
    return watch;
  }

  #leave(
    desk: Desk,
    sessionId: string | undefined,
    by: 'unwatch' | 'switch_session' | 'suspend',
    { index, time }: SaidFrame,
  ): void {
    if (by === 'switch_session') delete desk.current;
    if (sessionId === undefined) return;
    const watch = desk.active.get(sessionId);
    if (watch) watch.ended = { index, time, by };
    desk.active.delete(sessionId);
    desk.suspended.delete(sessionId);
    // Watched by a frame of its own, too, it may be watched on.
    if (by === 'switch_session' && watch && watch.cause !== 'switch_session') desk.maybe.add(sessionId);
    else {
      desk.maybe.delete(sessionId);
      desk.left.add(sessionId);
    }
  }

  #desk(socket: LiveSocket): Desk {
    const known = this.#desks.get(socket.op) ?? {
      active: new Map(),
      suspended: new Set(),
      left: new Set(),
      maybe: new Set(),
      early: new Map(),
    };
    this.#desks.set(socket.op, known);
    return known;
  }
}

function take({ frames, streamed }: Watch, said: SaidFrame): void {
  (isDurable(said.frame) ? frames : streamed).push(said);
}

function names({ frame, type }: AskedFrame, sessionId: string): boolean {
  if (type === 'unwatch' || type === 'suspend' || type === 'stop' || type === 'set_mode') return false;
  return frame.sessionId === sessionId || list(frame.sessions).some((place) => fields(place).sessionId === sessionId);
}
