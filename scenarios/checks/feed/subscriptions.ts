import type { HistoryEvent } from '../../../contracts/trace/index.ts';
import type { FeedFrame } from '../../../contracts/wire/index.ts';
import type { Exchange } from '../check.ts';
import { type Fields, fields, isFeedFrame, text } from '../reading.ts';

/** A session, or null for the whole project. */
export type Scope = string | null;

export interface Received {
  type: string;
  cursor: number;
  event: number;
}

/** A subscription as the target confirmed it, until its socket closed, it was given up or asked for anew. */
export interface Subscription {
  socket: EventsSocket;
  scope: Scope;
  /** Events with a greater cursor are due. */
  base: number;
  /** The `subscribed` frame. */
  event: number;
  /** What the target sent for it, in order. */
  frames: Received[];
  /** The subscriber heard that it is subscribed. */
  heard: boolean;
  /** Cursors that reached the subscriber. */
  reached: Set<number>;
  /** The greatest of them, or `base`. */
  last: number;
  /** Subscribed anew by itself, after the socket was lost, in the place of this one. */
  resumes?: Subscription;
  /** Neither given up nor replaced. */
  active: boolean;
}

export interface Asked {
  scope: Scope;
  after: number | null;
  event: number;
  /** Which message asks. */
  msg: number;
  resumes?: Subscription;
}

export interface EventsSocket {
  actor: string;
  projectId: string | undefined;
  /** Arrived at the target and not answered yet. */
  pending: Asked[];
  /** Answered with an error. */
  refused: (Asked & { code: unknown; answer: number })[];
  open: boolean;
  /** Open when observation began. */
  openAtEnd: boolean;
  /** Frames of it were made late, twice or out of order on the way, or lost in silence. */
  disturbed: boolean;
  /** Two of its subscriptions are for the same events: which one a frame is for cannot be told. */
  overlaps: boolean;
  /** Cursors of all events the target sent over it. */
  carried: Set<number>;
  /** Where the feed stood when something was subscribed last: what follows is new, not replayed. */
  stand: number;
  /** New events since then, by cursor, with the event that sent them. */
  fresh: Map<number, number>;
  active: Map<Scope, Subscription>;
}

const disturbing = new Set(['duplicate', 'reorder', 'delay', 'half-open']);

/** Follows what is subscribed over events sockets, and what then comes. */
export class Subscriptions {
  readonly sockets = new Map<number, EventsSocket>();
  readonly all: Subscription[] = [];
  /** New events that the target sent over a socket more than once. */
  readonly repeats: { actor: string; frame: FeedFrame; first: number; event: number }[] = [];
  /** Events that the target sent over a socket without a subscription for them. */
  readonly strays: { actor: string; frame: FeedFrame; event: number }[] = [];
  /** By actor and scope: what the next subscription on another socket goes on with. */
  readonly #latest = new Map<string, Subscription>();
  readonly #asked = new Map<number, Subscription | undefined>();
  /** Frames under way, by message. */
  readonly #underWay = new Map<number, Subscription[]>();

  on(event: HistoryEvent, exchange: Exchange | undefined): void {
    if (event.kind === 'phase' && event.phase === 'observe') {
      for (const socket of this.sockets.values()) socket.openAtEnd = socket.open;
    }
    if (event.kind === 'verb' && (event.verb === 'subscribe' || event.verb === 'unsubscribe')) {
      // Told to subscribe, it begins where it is told to: nothing goes on.
      this.#latest.delete(this.#key(event.actor, scopeOf(fields(event.args))));
    }
    if (exchange?.operation !== 'events') return;
    const socket = this.#socket(exchange);
    if (event.kind === 'fault' && disturbing.has(event.fault)) socket.disturbed = true;
    if (event.kind !== 'send' && event.kind !== 'deliver') return;
    const { message, actor } = event;
    if (message.type === 'close' || message.type === 'response') socket.open = false;
    if (message.type !== 'frame') return;
    const frame = fields(message.body);
    if (event.kind === 'send' && actor === 'target') this.#said(event, socket, frame);
    else if (event.kind === 'send') this.#asks(event, socket, frame);
    else if (actor === 'target') this.#arrives(event, socket, frame);
    else this.#reaches(event.msg, frame);
  }

  #socket(exchange: Exchange): EventsSocket {
    const known = this.sockets.get(exchange.op) ?? {
      actor: exchange.actor,
      projectId: exchange.sent.message.params.projectId,
      pending: [],
      refused: [],
      open: true,
      openAtEnd: false,
      disturbed: false,
      overlaps: false,
      carried: new Set(),
      stand: 0,
      fresh: new Map(),
      active: new Map(),
    };
    this.sockets.set(exchange.op, known);
    return known;
  }

  #asks(event: HistoryEvent & { kind: 'send' }, socket: EventsSocket, frame: Fields): void {
    if (frame.type === 'subscribe')
      this.#asked.set(event.msg, this.#latest.get(this.#key(socket.actor, scopeOf(frame))));
  }

  #arrives(event: HistoryEvent & { kind: 'deliver' }, socket: EventsSocket, frame: Fields): void {
    if (frame.type !== 'subscribe') return;
    const after = typeof frame.after === 'number' ? frame.after : null;
    const resumes = this.#asked.get(event.msg);
    const isLost = resumes !== undefined && resumes.socket !== socket;
    socket.pending.push({
      scope: scopeOf(frame),
      after,
      event: event.index,
      msg: event.msg,
      resumes: isLost ? resumes : undefined,
    });
  }

  #said(event: HistoryEvent & { kind: 'send' }, socket: EventsSocket, frame: Fields): void {
    const scope = scopeOf(frame);
    if (frame.type === 'error') {
      if (frame.code === 'token_expired') socket.open = false;
      const place = frame.sessionId === undefined ? 0 : socket.pending.findIndex((asked) => asked.scope === scope);
      // A malformed frame was never pending.
      const [asked] = frame.code === 'malformed_frame' || place < 0 ? [] : socket.pending.splice(place, 1);
      if (asked) socket.refused.push({ ...asked, code: frame.code, answer: event.index });
    } else if (frame.type === 'subscribed') {
      const place = socket.pending.findIndex((asked) => asked.scope === scope);
      const [asked] = place < 0 ? [] : socket.pending.splice(place, 1);
      if (asked) this.#begin(event, socket, asked, Number(frame.cursor));
    } else if (frame.type === 'unsubscribed') {
      this.#drop(socket, scope);
    } else if (isFeedFrame(frame)) {
      socket.carried.add(frame.cursor);
      const first = socket.fresh.get(frame.cursor);
      if (first !== undefined) this.repeats.push({ actor: socket.actor, frame, first, event: event.index });
      else if (frame.cursor > socket.stand) socket.fresh.set(frame.cursor, event.index);
      const takers = [socket.active.get(frame.sessionId), socket.active.get(null)].filter((one) => one !== undefined);
      if (takers.length === 0) this.strays.push({ actor: socket.actor, frame, event: event.index });
      for (const taker of takers) taker.frames.push({ type: frame.type, cursor: frame.cursor, event: event.index });
      this.#underWay.set(event.msg, takers);
    }
  }

  #begin(event: HistoryEvent & { kind: 'send' }, socket: EventsSocket, asked: Asked, cursor: number): void {
    const { scope, after, resumes } = asked;
    this.#drop(socket, scope);
    socket.stand = cursor;
    socket.fresh.clear();
    const subscription: Subscription = {
      socket,
      scope,
      base: after ?? cursor,
      event: event.index,
      frames: [],
      heard: false,
      reached: new Set(),
      last: after ?? cursor,
      resumes,
      active: true,
    };
    socket.active.set(scope, subscription);
    socket.overlaps ||= socket.active.size > 1 && socket.active.has(null);
    this.all.push(subscription);
    this.#underWay.set(event.msg, [subscription]);
  }

  #reaches(msg: number, frame: Fields): void {
    for (const one of this.#underWay.get(msg) ?? []) {
      if (isFeedFrame(frame)) {
        one.reached.add(frame.cursor);
        one.last = Math.max(one.last, frame.cursor);
      } else if (frame.type === 'subscribed') {
        one.heard = true;
        this.#latest.set(this.#key(one.socket.actor, one.scope), one);
      }
    }
  }

  #drop(socket: EventsSocket, scope: Scope): void {
    const old = socket.active.get(scope);
    if (old) old.active = false;
    socket.active.delete(scope);
  }

  #key(actor: string, scope: Scope): string {
    return JSON.stringify([actor, scope]);
  }
}

function scopeOf({ sessionId }: Fields): Scope {
  return text(sessionId) ?? null;
}
