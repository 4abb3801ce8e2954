import type { Line } from './line.ts';
import type { End } from './log.ts';
import type { AgentcmdPlay } from './play.ts';
import type { Said } from './wire.ts';

/** A line of the adapter's own for one user: it hears how replies end, whoever else is away. */
export class Ear {
  readonly #play: AgentcmdPlay;
  readonly #token: string | null;
  readonly #tallies = new Map<string, (end: End) => number>();
  #line: Promise<Line | null> | undefined;
  #isConnected = false;
  #turn: Promise<void> = Promise.resolve();

  constructor(play: AgentcmdPlay, token: string | null) {
    this.#play = play;
    this.#token = token;
  }

  async follow(sessionId: string): Promise<void> {
    if (this.#tallies.has(sessionId)) return;
    this.#tallies.set(sessionId, this.#play.log(sessionId).tally());
    this.#line ??= this.#open();
    const line = await this.#line;
    this.#isConnected = line !== null;
    await line?.follow(sessionId);
  }

  /** Resolves when all that the system told until now is taken in. */
  async caughtUp(): Promise<void> {
    await (await this.#line)?.ping?.();
    await this.#turn;
  }

  #open(): Promise<Line | null> {
    const { beside, wire } = this.#play.tools;
    return this.#play.openLine(this.#token, {
      said: (sessionId, said) => this.#heard(sessionId, said),
      closed: (code, reason) => {
        // Whom the system turns away, its clients turn away too: that is theirs to tell.
        if (!this.#isConnected) return;
        const what = 'the close of the socket that the adapter listens on';
        beside(Promise.reject(wire.unexpected(what, { code, reason }, 'no close')));
      },
    });
  }

  #heard(sessionId: string, said: Said): void {
    const tally = this.#tallies.get(sessionId);
    if (!tally) return;
    const nth = said.type === 'stream' ? 0 : tally(said);
    this.#turn = this.#turn.then(() => this.#play.heard(sessionId, said, nth, this.#token));
    this.#play.beside(this.#turn);
  }
}
