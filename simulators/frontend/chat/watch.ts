import type { LiveClientFrame } from '../../../contracts/wire/index.ts';
import type { Rules } from '../rules.ts';
import type { Conversation } from './conversation.ts';
import type { LiveSocket } from './live-socket.ts';

/** What the connection of a tab watches: the session that is shown, and no other for longer than needed. */
export class Watch {
  readonly #rules: Rules;
  readonly #socket: LiveSocket;
  /** The session that this connection switched to. */
  #switched: string | null = null;
  /** The frame it last switched with. */
  #last: LiveClientFrame | null = null;
  /** What this connection watches, by a switch, a reconnect or a prompt. */
  readonly #sessions = new Set<string>();

  constructor(rules: Rules, socket: LiveSocket) {
    this.#rules = rules;
    this.#socket = socket;
  }

  /** Watches nothing any more. */
  leave(): void {
    if (this.#sessions.size > 0) this.#switch(null, null);
  }

  /** Watches a session from now on; what was before will be loaded. */
  enter(conversation: Conversation): void {
    conversation.joined = 'asked';
    conversation.watched = true;
    this.#switch(conversation.sessionId, null);
  }

  /** Takes up a session on this connection, where it can and must be. */
  join(conversation: Conversation): void {
    const { sessionId, record, loaded, joined, fresh, watched, transcript } = conversation;
    if (sessionId === null || joined !== 'no' || !this.#socket.canSpeak) return;
    if (record === 'unknown' && loaded === 'no') {
      this.enter(conversation);
      return;
    }
    if (record !== 'created' || loaded !== 'yes') return;
    if (fresh && !watched) {
      conversation.joined = 'yes';
      return;
    }
    conversation.joined = 'asked';
    conversation.watched = true;
    if (watched) {
      this.#sessions.add(sessionId);
      const lastSeq = this.#rules.placeOnReconnect(transcript.lastSeq);
      this.#socket.send({ type: 'reconnect', sessions: [{ sessionId, lastSeq }] });
    } else {
      this.#switch(sessionId, transcript.lastSeq);
    }
  }

  /** After a way there and back an earlier switch to the same session says nothing: that watch has an end. */
  isLast(frame: LiveClientFrame | undefined): boolean {
    return frame !== undefined && frame === this.#last;
  }

  /** A prompt subscribes its sender. */
  sending(sessionId: string): void {
    this.#sessions.add(sessionId);
  }

  suspend({ sessionId, joined, watched, transcript }: Conversation): void {
    if (sessionId === null || joined !== 'yes' || !watched) return;
    const lastSeq = this.#rules.placeOnHide(transcript.lastSeq);
    this.#socket.send({ type: 'suspend', sessions: [{ sessionId, lastSeq }] });
  }

  resume({ sessionId, joined, watched, transcript }: Conversation): void {
    if (sessionId === null || joined !== 'yes' || !watched) return;
    const lastSeq = this.#rules.placeOnShow(transcript.lastSeq);
    this.#socket.send({ type: 'resume', sessions: [{ sessionId, lastSeq }] });
  }

  /** The connection is gone, and what it watched. */
  lost(): void {
    this.#switched = null;
    this.#sessions.clear();
  }

  #switch(sessionId: string | null, after: number | null): void {
    if (!this.#socket.canSpeak) return;
    this.#last = { type: 'switch_session', sessionId, after };
    this.#socket.send(this.#last);
    // The switch ends the watch of the session switched to before; those that came with a prompt it does not.
    for (const other of this.#sessions) {
      if (other !== sessionId && other !== this.#switched) this.#socket.send({ type: 'unwatch', sessionId: other });
    }
    this.#sessions.clear();
    if (sessionId !== null) this.#sessions.add(sessionId);
    this.#switched = sessionId;
  }
}
