import type { Registered } from '../../../contracts/wire/index.ts';
import { EchoLoop } from './loop.ts';

/** The registry of query loops: in memory, so never trusted alone (LIVE-1). */
export class Loops {
  readonly #loops = new Map<string, EchoLoop>();
  readonly #ring: (loop: EchoLoop) => void;

  constructor(ring: (loop: EchoLoop) => void) {
    this.#ring = ring;
  }

  find(sessionId: string): EchoLoop | null {
    return this.#loops.get(sessionId) ?? null;
  }

  registered(sessionId: string): Registered {
    return this.#loops.has(sessionId) ? 'loop' : 'no loop';
  }

  /** Registers a new loop, idle. */
  open(sessionId: string): EchoLoop {
    const loop = new EchoLoop(sessionId, this.#ring);
    this.#loops.set(sessionId, loop);
    return loop;
  }

  /** Takes a loop out of the registry, and that is all. */
  forget(sessionId: string): void {
    this.#loops.delete(sessionId);
  }

  /** The loop is gone at once, without a word to the store: as when it crashes. */
  lose(sessionId: string): void {
    this.find(sessionId)?.abort();
    this.forget(sessionId);
  }

  /** A live idle loop is registered, of which the store knows nothing. Where there is one already, that stays. */
  start(sessionId: string): void {
    if (!this.find(sessionId)) this.open(sessionId);
  }
}
