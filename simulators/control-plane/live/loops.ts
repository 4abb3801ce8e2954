import type { Registered } from '../../../contracts/wire/index.ts';
import { EchoLoop } from './loop.ts';

/** Milliseconds; the longest that a timer takes, and longer than a loop is idle. */
const longest = 2 ** 31 - 1;

/** The registry of query loops: in memory, so never trusted alone (LIVE-1). */
export class Loops {
  readonly #loops = new Map<string, EchoLoop>();
  readonly #ring: (loop: EchoLoop) => void;
  /** While there are loops, the platform must not take an idle object out of memory: a timer keeps it from that. */
  #awake: ReturnType<typeof setTimeout> | undefined;

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
    this.#awake ??= setTimeout(() => {}, longest);
    return loop;
  }

  /** Takes a loop out of the registry, and that is all. */
  forget(sessionId: string): void {
    this.#loops.delete(sessionId);
    if (this.#loops.size > 0) return;
    if (this.#awake !== undefined) clearTimeout(this.#awake);
    this.#awake = undefined;
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
