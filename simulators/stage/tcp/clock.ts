import type { Clock } from '../../ports.ts';

/** The longest a Node timer can wait; above it would fire at once. */
const longest = 2 ** 31 - 1;

/** Real time. */
export class RealClock implements Clock {
  readonly #timers = new Set<NodeJS.Timeout>();
  #stopped = false;

  now(): number {
    return Date.now();
  }

  after(ms: number, run: () => void): () => void {
    // What a simulator still plans when its connections break at the end does not come.
    if (this.#stopped) return () => {};
    const timer = setTimeout(
      () => {
        this.#timers.delete(timer);
        run();
      },
      Math.min(ms, longest),
    );
    this.#timers.add(timer);
    return () => {
      clearTimeout(timer);
      this.#timers.delete(timer);
    };
  }

  /** Nothing fires any more. */
  stop(): void {
    this.#stopped = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }
}
