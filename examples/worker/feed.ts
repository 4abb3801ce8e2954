import { z } from 'zod';
import type { Client, Side } from '../../simulators/stage/adapters/index.ts';
import type { WireSocket } from '../../simulators/stage/adapters/wire.ts';
import type { Chat } from './adapter.ts';

const news = z.object({ type: z.literal('message'), message: z.object({ id: z.string() }) });

/** The news of the chat as the feed of the contract. It has no past, so cursors count what came. */
export class Feed implements Side<'events'> {
  readonly #chat: Chat;
  readonly #client: Client<'events'>;
  /** Rooms that the client subscribed to; null: all. */
  readonly #scopes = new Set<string | null>();
  readonly #sockets = new Map<string, WireSocket>();
  #cursor = 0;
  /** The place of a message has to be looked up: one after the other. */
  #turn: Promise<void> = Promise.resolve();

  constructor(chat: Chat, client: Client<'events'>) {
    this.#chat = chat;
    this.#client = client;
    chat.feeds.add(this);
  }

  async send(frame: Parameters<Side<'events'>['send']>[0]): Promise<void> {
    if (frame.type === 'ping') return this.#client.frame({ type: 'pong' });
    const { sessionId } = frame;
    if (frame.type === 'unsubscribe') {
      this.#scopes.delete(sessionId);
      return this.#client.frame({ type: 'unsubscribed', sessionId });
    }
    if (sessionId !== null && !this.#chat.rooms.has(sessionId))
      return this.#client.frame({ type: 'error', code: 'not_found', detail: 'There is no such room.', sessionId });
    this.#scopes.add(sessionId);
    for (const room of this.#chat.rooms.keys()) await this.listen(room);
    this.#client.frame({ type: 'subscribed', sessionId, cursor: this.#cursor });
  }

  /** Opens a socket to a room, where somebody wants to hear of it and there is none yet. */
  async listen(sessionId: string): Promise<void> {
    if (this.#sockets.has(sessionId) || !this.#isWanted(sessionId)) return;
    const socket = await this.#chat.tools.wire.open({
      path: `/rooms/${sessionId}/ws`,
      headers: this.#chat.headers,
      frame: (said) => {
        this.#turn = this.#turn.then(() => this.#tell(sessionId, said));
        this.#chat.tools.beside(this.#turn);
      },
      close: (code, reason) => this.#client.close(code, reason),
    });
    this.#sockets.set(sessionId, socket);
  }

  close(): void {
    this.#chat.feeds.delete(this);
    for (const socket of this.#sockets.values()) socket.close();
  }

  #isWanted(sessionId: string): boolean {
    return this.#scopes.has(null) || this.#scopes.has(sessionId);
  }

  async #tell(sessionId: string, said: unknown): Promise<void> {
    const { message } = news.parse(said);
    const stored = (await this.#chat.list(sessionId)).find(({ messageId }) => messageId === message.id);
    if (!stored || !this.#isWanted(sessionId)) return;
    this.#cursor += 1;
    this.#client.frame({ type: 'message.new', cursor: this.#cursor, sessionId, at: stored.storedAt, message: stored });
  }
}
