import { type ClientFrame, type FeedFrame, type ServerFrame, serverFrame } from '../../contracts/wire/index.ts';
import type { Ports, Socket } from '../ports.ts';
import type { Waits } from '../waits.ts';
import { KeepAlive } from './keep-alive.ts';
import type { Rules } from './rules.ts';

/** A session, or null for the whole project. */
export type Scope = string | null;

/** idle: nothing to listen to yet. disconnected: closed by the user or given up; `reconnect` opens it again. */
export type SocketState = 'idle' | 'connecting' | 'open' | 'reconnecting' | 'disconnected';

/** How a subscription stands. */
export type Subscribed =
  | { status: 'subscribed'; cursor: number }
  | { status: 'refused'; code: string }
  | { status: 'disconnected' };

interface Subscription {
  /** The last cursor seen, or where it began; null: at whatever is new when the provider answers. */
  cursor: number | null;
  /** The provider answered: it has a place in the feed. */
  placed: boolean;
  /** Where the feed stood, as answered on this socket; null until then. */
  answered: number | null;
}

export interface EventsSocketOptions {
  projectId: string;
  token: string;
  rules: Rules;
  waits: Waits;
  /** Milliseconds between pings; null: none. */
  keepAlive: number | null;
}

/** The one events socket of a frontend: what it listens to lives longer than any connection. */
export class EventsSocket {
  /** All events, as they came. */
  readonly events: FeedFrame[] = [];
  state: SocketState = 'idle';
  readonly #ports: Ports;
  readonly #options: EventsSocketOptions;
  readonly #subscriptions = new Map<Scope, Subscription>();
  readonly #refusals = new Map<Scope, string>();
  readonly #keepAlive: KeepAlive;
  #socket: Socket | null = null;
  /** Which connection it is: what an older one still says goes unheard. */
  #connection = 0;
  #attempts = 0;
  #cancelReconnect: (() => void) | null = null;

  constructor(ports: Ports, options: EventsSocketOptions) {
    this.#ports = ports;
    this.#options = options;
    this.#keepAlive = new KeepAlive(ports.clock, options.keepAlive, options.rules.pongTimeout, {
      ping: () => this.#send({ type: 'ping' }),
      dead: () => this.#lost(1006, 'no pong'),
    });
  }

  has(scope: Scope): boolean {
    return this.#subscriptions.has(scope);
  }

  /** How a subscription stands; undefined while there is no answer. */
  standing(scope: Scope): Subscribed | undefined {
    const code = this.#refusals.get(scope);
    if (code !== undefined) return { status: 'refused', code };
    const cursor = this.#subscriptions.get(scope)?.answered ?? null;
    if (cursor !== null) return { status: 'subscribed', cursor };
    return this.state === 'disconnected' ? { status: 'disconnected' } : undefined;
  }

  subscribe(scope: Scope, after: number | null): void {
    this.#subscriptions.set(scope, { cursor: after, placed: false, answered: null });
    this.#refusals.delete(scope);
    if (this.state === 'open') this.#send({ type: 'subscribe', sessionId: scope, after });
    if (this.state === 'idle' || this.state === 'disconnected') this.reconnect();
  }

  unsubscribe(scope: Scope): void {
    this.#subscriptions.delete(scope);
    if (this.state === 'open') this.#send({ type: 'unsubscribe', sessionId: scope });
  }

  /** By the user: subscriptions are kept for a later `reconnect`. */
  close(): void {
    const socket = this.#leave();
    this.#show('disconnected');
    socket?.close(1000);
  }

  /** Opens it now; attempts count from zero. */
  reconnect(): void {
    this.#cancelReconnect?.();
    this.#attempts = 0;
    this.#connect();
  }

  #connect(): void {
    this.#show('connecting');
    this.#connection += 1;
    const connection = this.#connection;
    const whileCurrent = (run: () => void) => {
      if (connection === this.#connection) run();
    };
    const { projectId, token } = this.#options;
    this.#socket = this.#ports.link.connect(
      { operation: 'events', params: { projectId }, token },
      {
        open: () => whileCurrent(() => this.#opened()),
        frame: (frame) => whileCurrent(() => this.#received(frame)),
        close: (code, reason) => whileCurrent(() => this.#lost(code, reason)),
      },
    );
  }

  #opened(): void {
    const { rules } = this.#options;
    this.#show('open');
    this.#works('open');
    this.#keepAlive.start();
    for (const [sessionId, { cursor, placed }] of this.#subscriptions) {
      const after = placed && cursor !== null ? rules.resumeAfter(cursor) : cursor;
      this.#send({ type: 'subscribe', sessionId, after });
    }
  }

  #works(sign: Rules['worksFrom']): void {
    if (sign === this.#options.rules.worksFrom) this.#attempts = 0;
  }

  #received(raw: unknown): void {
    const frame = serverFrame.safeParse(raw).data;
    if (frame) this.#understood(frame);
    else this.#ports.journal.report('unreadable-frame', { frame: raw });
    this.#options.waits.changed();
  }

  #understood(frame: ServerFrame): void {
    switch (frame.type) {
      case 'pong':
        this.#keepAlive.pong();
        return;
      case 'unsubscribed':
        return;
      case 'subscribed': {
        this.#works('subscribed');
        const subscription = this.#subscriptions.get(frame.sessionId);
        if (!subscription) return;
        subscription.placed = true;
        subscription.answered = frame.cursor;
        // A subscription with a cursor still waits for the events after it: only a new one begins where the feed stood.
        subscription.cursor ??= frame.cursor;
        return;
      }
      case 'error':
        this.#ports.journal.report('frame-refused', { code: frame.code, sessionId: frame.sessionId });
        if (frame.sessionId === undefined) return;
        this.#subscriptions.delete(frame.sessionId);
        this.#refusals.set(frame.sessionId, frame.code);
        return;
      default:
        this.events.push(frame);
        for (const scope of [frame.sessionId, null]) {
          const subscription = this.#subscriptions.get(scope);
          if (!subscription || subscription.answered === null) continue;
          subscription.cursor = Math.max(subscription.cursor ?? 0, frame.cursor);
        }
    }
  }

  #lost(code: number, reason: string): void {
    const { rules } = this.#options;
    const socket = this.#leave();
    socket?.close();
    const hopeful = this.#subscriptions.size > 0 && rules.reconnects(code, reason);
    const delay = hopeful ? rules.reconnectDelay(this.#attempts + 1) : null;
    if (delay === null) {
      this.#show('disconnected', { code, reason });
      return;
    }
    this.#attempts += 1;
    this.#show('reconnecting', { code, attempt: this.#attempts, delay });
    this.#cancelReconnect = this.#ports.clock.after(delay, () => this.#connect());
  }

  /** Gives the connection up. */
  #leave(): Socket | null {
    const socket = this.#socket;
    this.#socket = null;
    this.#connection += 1;
    this.#cancelReconnect?.();
    this.#keepAlive.stop();
    for (const subscription of this.#subscriptions.values()) subscription.answered = null;
    return socket;
  }

  #send(frame: ClientFrame): void {
    this.#socket?.send(frame);
  }

  #show(state: SocketState, detail: object = {}): void {
    this.state = state;
    this.#ports.journal.report('socket', { state, ...detail });
    this.#options.waits.changed();
  }
}
