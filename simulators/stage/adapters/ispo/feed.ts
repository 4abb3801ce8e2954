import type { FeedFrame } from '../../../../contracts/wire/index.ts';
import type { Client, Side } from '../adapter.ts';
import type { IspoPlay } from './play.ts';

/** One socket `events`, told from the log of the play. */
export class IspoFeed implements Side<'events'> {
  readonly #play: IspoPlay;
  readonly #client: Client<'events'>;
  readonly #leave: () => void;
  /** What the client subscribed to, each with the last entry that it needs no more. */
  readonly #scopes = new Map<string | null, number>();

  constructor(play: IspoPlay, client: Client<'events'>) {
    this.#play = play;
    this.#client = client;
    const unfollow = play.log.follow((frame) => this.#tell(frame));
    const unwatch = play.watch();
    this.#leave = () => {
      unfollow();
      unwatch();
    };
  }

  async send(frame: Parameters<Side<'events'>['send']>[0]): Promise<void> {
    if (frame.type === 'ping') return this.#client.frame({ type: 'pong' });
    const { sessionId } = frame;
    if (frame.type === 'unsubscribe') {
      this.#scopes.delete(sessionId);
      return this.#client.frame({ type: 'unsubscribed', sessionId });
    }
    // So that whoever begins here has what happened before.
    await this.#play.look();
    const { log } = this.#play;
    const cursor = log.entries.length;
    const after = frame.after ?? cursor;
    const refuse = (code: 'not_found' | 'cursor_invalid', detail: string) =>
      this.#client.frame({ type: 'error', code, detail, sessionId });
    if (sessionId !== null && !log.has(sessionId)) return refuse('not_found', 'There is no such session.');
    if (after > cursor) return refuse('cursor_invalid', 'The feed has not come that far.');
    this.#client.frame({ type: 'subscribed', sessionId, cursor });
    this.#scopes.set(sessionId, after);
    for (const entry of log.entries.slice(after, cursor)) if (this.#isOf(sessionId, entry)) this.#client.frame(entry);
    this.#scopes.set(sessionId, cursor);
  }

  close(): void {
    this.#leave();
  }

  #isOf(scope: string | null, entry: FeedFrame): boolean {
    return scope === null || entry.sessionId === scope;
  }

  #tell(entry: FeedFrame): void {
    const isDue = [...this.#scopes].some(([scope, base]) => this.#isOf(scope, entry) && entry.cursor > base);
    if (isDue) this.#client.frame(entry);
  }
}
