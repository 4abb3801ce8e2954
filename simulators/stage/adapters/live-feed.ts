import type { FeedFrame, Message } from '../../../contracts/wire/index.ts';
import type { Client, Side } from './adapter.ts';
import type { Tools } from './tools.ts';

/** An event as the feed tells it, but for its cursor. */
export type FeedEntry = FeedFrame extends infer Frame ? (Frame extends unknown ? Omit<Frame, 'cursor'> : never) : never;

type Told = FeedEntry | readonly FeedEntry[] | undefined;

/** The event that a message was stored. */
export function messageNew(message: Message): FeedEntry {
  return { type: 'message.new', sessionId: message.sessionId, at: message.storedAt, message };
}

/** What a feed is told from. */
export interface FeedSource {
  /** Can this session be subscribed to? */
  exists(sessionId: string): boolean | Promise<boolean>;
  /** Where each session has a socket of its own: those there are, and how one is opened. */
  each?: { sessions(): Iterable<string>; open(sessionId: string): Promise<{ close(code?: number): void }> };
  /** Where the system is pinged: asks it. Its answer is told with `pong`. Default: the adapter answers. */
  ping?(): void;
  /** The client is gone. */
  close?(code: number): void;
}

/**
 * The socket `events` for a system whose feed has no past (guarantee `feed: live`): it keeps what the client subscribed
 * to, and its cursors count what came.
 */
export class LiveFeed implements Side<'events'> {
  readonly #client: Client<'events'>;
  readonly #beside: Tools<unknown>['beside'];
  readonly #source: FeedSource;
  /** Sessions that the client subscribed to; null: all. */
  readonly #scopes = new Set<string | null>();
  readonly #sockets = new Map<string, { close(code?: number): void }>();
  #cursor = 0;
  #turn: Promise<void> = Promise.resolve();

  constructor(client: Client<'events'>, { beside }: Pick<Tools<unknown>, 'beside'>, source: FeedSource) {
    this.#client = client;
    this.#beside = beside;
    this.#source = source;
  }

  /** Does the client want to hear of this session? */
  hears(sessionId: string): boolean {
    return this.#scopes.has(null) || this.#scopes.has(sessionId);
  }

  /** Tells what has happened, where the client wants to hear of it. What has to be looked up keeps its order. */
  tell(look: () => Told | Promise<Told>): void {
    this.#turn = this.#turn.then(async () => {
      for (const entry of [(await look()) ?? []].flat()) {
        if (!this.hears(entry.sessionId)) continue;
        this.#cursor += 1;
        this.#client.frame({ ...entry, cursor: this.#cursor } as FeedFrame);
      }
    });
    this.#beside(this.#turn);
  }

  /** Answers a ping of the client. */
  pong(): void {
    this.#client.frame({ type: 'pong' });
  }

  async send(frame: Parameters<Side<'events'>['send']>[0]): Promise<void> {
    if (frame.type === 'ping') return this.#source.ping ? this.#source.ping() : this.pong();
    const { sessionId } = frame;
    if (frame.type === 'unsubscribe') {
      this.#scopes.delete(sessionId);
      return this.#client.frame({ type: 'unsubscribed', sessionId });
    }
    if (sessionId !== null && !(await this.#source.exists(sessionId))) {
      const detail = 'There is no such session.';
      return this.#client.frame({ type: 'error', code: 'not_found', detail, sessionId });
    }
    this.#scopes.add(sessionId);
    await this.listen();
    this.#client.frame({ type: 'subscribed', sessionId, cursor: this.#cursor });
  }

  /** Opens the sockets of sessions that the client wants to hear of: to be called when there is a new one. */
  async listen(): Promise<void> {
    const { each } = this.#source;
    for (const sessionId of each?.sessions() ?? []) {
      if (!each || !this.hears(sessionId) || this.#sockets.has(sessionId)) continue;
      this.#sockets.set(sessionId, await each.open(sessionId));
    }
  }

  close(code: number): void {
    this.#source.close?.(code);
    for (const socket of this.#sockets.values()) socket.close();
  }
}
