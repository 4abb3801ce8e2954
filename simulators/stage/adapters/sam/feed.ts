import type { FeedFrame, ServerFrame } from '../../../../contracts/wire/index.ts';
import type { Client, Side } from '../adapter.ts';
import { Refused } from '../refused.ts';
import type { WireSocket } from '../wire.ts';
import type { SamPlay } from './play.ts';
import { frame as frameSchema, type SamFrame } from './wire.ts';

type Entry = FeedFrame extends infer Frame ? (Frame extends unknown ? Omit<Frame, 'cursor'> : never) : never;

const lifecycle = {
  'session.updated': 'session.linked',
  'session.stopped': 'session.stopped',
  'session.agent_completed': 'session.agent_completed',
  'session.idle_cleanup': 'session.idle_cleanup',
} as const;

/** The feed of the project on one socket, for the scopes the client asked for. It has no past: cursors count what came. */
export class SamFeed implements Side<'events'> {
  readonly #play: SamPlay;
  readonly #client: Client<'events'>;
  readonly #scopes = new Set<string | null>();
  /** Sessions whose link was told. */
  readonly #linked = new Set<string>();
  #socket: WireSocket | undefined;
  #cursor = 0;
  /** Frames are translated one after the other, since some have to be looked up. */
  #turn: Promise<void> = Promise.resolve();

  constructor(play: SamPlay, client: Client<'events'>) {
    this.#play = play;
    this.#client = client;
  }

  async open(token: string | null): Promise<this> {
    const { client } = this.#play;
    this.#socket = await client.tools.wire.open({
      path: client.inProject('/sessions/ws'),
      headers: client.headersFor(token),
      frame: (said) => {
        this.#turn = this.#turn.then(() => this.#take(said));
        client.tools.beside(this.#turn);
      },
      close: (code, reason) => this.#client.close(code, reason),
    });
    return this;
  }

  async send(frame: Parameters<Side<'events'>['send']>[0]): Promise<void> {
    if (frame.type === 'ping') {
      this.#socket?.send({ type: 'ping' });
      return;
    }
    const { sessionId } = frame;
    if (frame.type === 'unsubscribe') {
      this.#scopes.delete(sessionId);
      this.#client.frame({ type: 'unsubscribed', sessionId });
      return;
    }
    if (sessionId !== null && !(await this.#exists(sessionId))) {
      this.#client.frame({ type: 'error', code: 'not_found', detail: 'No such session.', sessionId });
      return;
    }
    this.#scopes.add(sessionId);
    this.#client.frame({ type: 'subscribed', sessionId, cursor: this.#cursor });
  }

  close(code: number): void {
    this.#socket?.close(code);
  }

  async #exists(sessionId: string): Promise<boolean> {
    try {
      await this.#play.client.session(this.#play.sessionIdOf(sessionId));
      return true;
    } catch (error) {
      if (error instanceof Refused && error.code === 'not_found') return false;
      throw error;
    }
  }

  async #take(said: unknown): Promise<void> {
    if (Object(said).type === 'pong') {
      this.#client.frame({ type: 'pong' });
      return;
    }
    const read = frameSchema.safeParse(said);
    if (!read.success) {
      const known = frameSchema.options.some((option) => option.shape.type.value === Object(said).type);
      if (known) throw this.#play.client.tools.wire.unexpected('a frame of the feed', said, 'what its type has');
      return;
    }
    for (const entry of await this.#entries(read.data)) this.#tell(entry);
  }

  async #entries({ type, payload }: SamFrame): Promise<Entry[]> {
    const { client, translation, ids } = this.#play;
    const foreign = 'id' in payload ? payload.id : payload.sessionId;
    if (!(await this.#play.isOwnSession(foreign))) return [];
    const sessionId = ids.canonical('session', foreign);
    const at = client.tools.now();
    if (type === 'messages.batch' && 'messages' in payload) {
      const messages = payload.messages.map((message) => translation.message(foreign, message));
      return messages.map((message) => ({ type: 'message.new' as const, sessionId, at, message }));
    }
    if (type === 'message.new' && 'messageId' in payload) {
      const found = (await client.messages(foreign)).find(({ id }) => id === payload.messageId);
      if (!found) throw client.tools.wire.unexpected('a frame of the feed', payload, 'a message of the history');
      return [{ type: 'message.new', sessionId, at, message: translation.message(foreign, found) }];
    }
    // It is linked when the VM agent has heard of its workspace, and told so once, whatever else is updated.
    if (type === 'session.updated') await this.#play.linked(foreign);
    const session = translation.session(await client.session(foreign));
    if (type === 'session.created') return [{ type, sessionId, at, session }];
    if (type === 'session.updated') {
      if (session.workspaceId === null || this.#linked.has(foreign)) return [];
      this.#linked.add(foreign);
    }
    return [{ type: lifecycle[type as keyof typeof lifecycle], sessionId, at, session }];
  }

  #tell(entry: Entry): void {
    if (!this.#scopes.has(null) && !this.#scopes.has(entry.sessionId)) return;
    this.#cursor += 1;
    const frame: ServerFrame = { ...entry, cursor: this.#cursor } as FeedFrame;
    this.#client.frame(frame);
  }
}
