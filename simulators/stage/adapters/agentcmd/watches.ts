import { terminalTypes } from '../../../../contracts/wire/index.ts';
import type { Client } from '../adapter.ts';
import type { Line } from './line.ts';
import type { End, SessionLog } from './log.ts';
import type { AgentcmdPlay } from './play.ts';
import { Replies } from './replies.ts';
import type { Said } from './wire.ts';

/** How often the history is read, a tenth of a second apart, for the prompt of a message that was streamed. */
const looksForPrompt = 10;

/** Errors that say no to a cancel: the reply had ended by itself. */
const aboutCancel: ReadonlySet<string | undefined> = new Set(['INVALID_STATE', 'CANCEL_FAILED']);

interface Watch {
  /** `seq` of the last event that was told. */
  told: number;
  /** Ends up to this `seq` may be told: later ones only when this very socket has heard them. */
  heard: number;
  tally: (end: End) => number;
}

/** What one live socket watches: subscriptions of its line, and what was told of each session. */
export class Watches {
  readonly #play: AgentcmdPlay;
  readonly #client: Client<'live'>;
  readonly #line: Line;
  readonly #token: string | null;
  readonly #watched = new Map<string, Watch>();
  /** Once watched and left: frames may still be on their way, for leaving has no answer. */
  readonly #left = new Set<string>();
  readonly #replies = new Map<string, Replies>();
  /** Told of errors that end no reply. */
  onError: (sessionId: string, text: string) => void = () => {};

  constructor(play: AgentcmdPlay, client: Client<'live'>, line: Line, token: string | null) {
    this.#play = play;
    this.#client = client;
    this.#line = line;
    this.#token = token;
  }

  has(sessionId: string): boolean {
    return this.#watched.has(sessionId);
  }

  /**
   * Watches a session from now on; nothing is told of it yet.
   *
   * @param after events up to this `seq` are not told; null: only new ones are
   * @returns where the session stands
   * @throws Refused where there is no such session
   */
  async begin(sessionId: string, after: number | null): Promise<{ seq: number; running: boolean }> {
    const tally = this.#play.log(sessionId).tally();
    if (!this.#watched.has(sessionId)) {
      await this.#line.follow(sessionId);
      // Ends that were told before are known from the adapter's own line.
      await this.#play.caughtUp(this.#token);
    }
    const log = await this.#play.read(sessionId, this.#token);
    const { seq } = log;
    this.#left.delete(sessionId);
    const known = this.#watched.get(sessionId);
    this.#watched.set(sessionId, known ?? { told: 0, heard: seq, tally });
    this.stands(sessionId, after, seq);
    this.#repliesOf(sessionId).anew();
    return { seq, running: log.open !== undefined };
  }

  /** It was said to stand at `seq`: what comes after the cursor is to be told. One that is ahead is void. */
  stands(sessionId: string, after: number | null, seq: number): void {
    const watch = this.#watched.get(sessionId);
    if (!watch) return;
    watch.heard = Math.max(watch.heard, seq);
    watch.told = after === null ? seq : after > seq ? 0 : after;
  }

  end(sessionId: string): void {
    if (!this.#watched.delete(sessionId)) return;
    this.#left.add(sessionId);
    this.#line.leave(sessionId);
  }

  /** Tells the events that are new in the history. */
  async tell(sessionId: string): Promise<void> {
    if (this.#watched.has(sessionId)) this.#tell(sessionId, await this.#play.read(sessionId, this.#token));
  }

  async heard(sessionId: string, said: Said): Promise<void> {
    const watch = this.#watched.get(sessionId);
    if (!watch && this.#left.has(sessionId)) return;
    if (said.type === 'stream') return this.#streamed(sessionId, said);
    if (!watch) return;
    const log = this.#play.log(sessionId);
    const nth = watch.tally(said);
    await this.#play.heard(sessionId, said, nth, this.#token);
    const seq = log.seqOf(said, nth);
    if (seq !== undefined) watch.heard = Math.max(watch.heard, seq);
    else if (said.type === 'error' && !aboutCancel.has(said.code)) this.onError(sessionId, said.text);
    this.#tell(sessionId, log);
  }

  /** Also what the system sends of a session that is not watched is told: it should not come. */
  async #streamed(sessionId: string, { message }: Said & { type: 'stream' }): Promise<void> {
    const log = this.#play.log(sessionId);
    const hasTools = message.content.some(({ type }) => type.startsWith('tool_'));
    if (hasTools || !this.#replies.get(sessionId)?.knows(message.id)) await this.#promptOf(message.id, sessionId, log);
    log.stream(message);
    if (message.role !== 'assistant') return;
    for (const frame of this.#repliesOf(sessionId).frames(message, log.turnOf(message.id))) this.#client.frame(frame);
  }

  /** A message may be streamed before the prompt that it answers is in the history. */
  async #promptOf(id: string, sessionId: string, log: SessionLog): Promise<void> {
    if (!this.#watched.has(sessionId)) return;
    let looks = 0;
    await this.#play.tools.until(`the prompt that ${id} answers`, async () => {
      looks += 1;
      await this.tell(sessionId);
      return log.turnOf(id) || looks >= looksForPrompt ? true : undefined;
    });
  }

  #tell(sessionId: string, log: SessionLog): void {
    const watch = this.#watched.get(sessionId);
    if (!watch) return;
    for (const event of log.events.slice(watch.told)) {
      if (terminalTypes.has(event.type) && event.seq > watch.heard) return;
      this.#client.frame(event);
      watch.told = event.seq;
    }
  }

  #repliesOf(sessionId: string): Replies {
    const known = this.#replies.get(sessionId) ?? new Replies(sessionId, this.#play.tools.ids);
    this.#replies.set(sessionId, known);
    return known;
  }
}
