import type { LiveServerFrame } from '../../../../contracts/wire/index.ts';
import type { Client } from '../adapter.ts';
import type { MitzoPlay } from './play.ts';
import type { Prompts } from './prompts.ts';
import type { Session } from './session.ts';
import type { Piece, Told } from './story.ts';
import type { MitzoFrame } from './wire.ts';

/** Tells the client of one connection what happens in its sessions, in the order in which the system said it. */
export class Teller {
  readonly #play: MitzoPlay;
  readonly #client: Client<'live'>;
  readonly #prompts: Prompts;
  /** Replies of which it was told that they have begun. */
  readonly #begun = new Map<string, Session>();
  /** Events of sessions whose answer comes first. */
  readonly #held = new Map<Session, MitzoFrame[]>();
  /** A first message whose session is not named yet, and what came of unknown sessions meanwhile. */
  #birth: { session: Session; early: MitzoFrame[] } | undefined;
  /** Modes that were set and not answered. */
  readonly #modes: Session[] = [];
  /** Events are told one after the other, since a history may have to be read. */
  #turn: Promise<void> = Promise.resolve();

  constructor(play: MitzoPlay, client: Client<'live'>, prompts: Prompts) {
    this.#play = play;
    this.#client = client;
    this.#prompts = prompts;
  }

  /** Resolves when all that came is told. */
  done(): Promise<void> {
    return this.#turn;
  }

  /** Keeps what comes of a session until `release`. */
  hold(session: Session): MitzoFrame[] {
    const held: MitzoFrame[] = [];
    this.#held.set(session, held);
    return held;
  }

  /** Who comes anew is told again what has begun. */
  anew(session: Session): void {
    for (const [messageId, of] of this.#begun) if (of === session) this.#begun.delete(messageId);
  }

  release(session: Session): void {
    this.#held.delete(session);
  }

  /** The next session that the system names is this one. */
  bears(session: Session): void {
    this.#birth = { session, early: [] };
  }

  named(foreign: string): void {
    const birth = this.#birth;
    if (!birth) return;
    this.#birth = undefined;
    this.#play.born(birth.session, foreign);
    for (const early of birth.early) this.event(early);
  }

  /** Something stored. */
  event(frame: MitzoFrame, token: string | null = null): void {
    const { sessionId = '' } = frame;
    if (this.#birth && !this.#play.knows(sessionId)) {
      this.#birth.early.push(frame);
      return;
    }
    const held = this.#held.get(this.#play.sessionOf(sessionId));
    if (held) {
      held.push(frame);
      return;
    }
    this.#turn = this.#turn.then(async () => {
      for (const told of await this.#play.place(frame, token)) this.tell(told);
    });
    this.#play.tools.beside(this.#turn);
  }

  tell(told: Told): void {
    if (told.type === 'piece') {
      this.#piece(told);
      return;
    }
    const accepted = told.type === 'user_message' ? this.#prompts.stored(told) : undefined;
    if (accepted) this.#client.frame(accepted);
    if (told.type === 'mode_changed') this.modeSet(this.#play.session(told.sessionId), told.mode);
    this.#client.frame(told);
  }

  #piece({ before, chunk }: Piece): void {
    const { messageId, sessionId } = before;
    if (!chunk || !this.#begun.has(messageId)) this.#client.frame(before);
    this.#begun.set(messageId, this.#play.session(sessionId));
    if (chunk) this.#client.frame(chunk);
  }

  setsMode(session: Session): void {
    this.#modes.push(session);
  }

  modeSet(session: Session, mode: Extract<LiveServerFrame, { type: 'mode_set' }>['mode']): void {
    const place = this.#modes.indexOf(session);
    if (place < 0) return;
    this.#modes.splice(place, 1);
    this.#client.frame({ type: 'mode_set', sessionId: session.id, mode });
  }

  /** The session whose mode was not taken. */
  modeRefused(): Session | undefined {
    return this.#modes.shift();
  }
}
