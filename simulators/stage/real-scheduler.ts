import type { Item, Scheduler } from './scheduler.ts';

/** A scenario would have to wait longer for real than a run allows. */
export class TooLong extends Error {
  constructor(ms: number) {
    super(`would wait ${Math.round(ms / 1000)} s of real time`);
    this.name = 'TooLong';
  }
}

/** Longest real wait a scenario may ask for, in milliseconds. */
const longest = 10_000;
/**
 * Silence after which a target that cannot tell is taken to be quiet, in milliseconds: three times its slowest answer, within
 * these bounds.
 */
const silence = { least: 300, most: 3000 };

/** Real time and the order the network gives: for targets whose inside the harness does not control. */
export class RealScheduler implements Scheduler {
  readonly choices: string[] = [];
  pace: 'one at a time' | 'together' = 'together';
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #requests = new Set<NodeJS.Timeout>();
  #lastMove = Date.now();
  /** Milliseconds that the slowest answer took. */
  #slowest = 0;
  #stopped = false;
  #failure: ((error: unknown) => void) | undefined;

  now(): number {
    return Date.now();
  }

  post(item: Item): void {
    if (item.delay) this.after(item.key, item.delay, () => item.release());
    // A timer of 0 ms waits a whole one.
    else setImmediate(() => this.#run(() => item.release()));
  }

  after(key: string, ms: number, fire: () => void | Promise<void>): () => void {
    if (this.#stopped) return () => {};
    const forget = () => {
      this.#timers.delete(timer);
      this.#requests.delete(timer);
    };
    const timer = setTimeout(() => {
      forget();
      this.#run(fire);
    }, ms);
    this.#timers.add(timer);
    // A request under way is known by the timer that would give it up.
    const begin = Date.now();
    if (key.endsWith('/timeout')) this.#requests.add(timer);
    return () => {
      if (this.#requests.has(timer)) this.#slowest = Math.max(this.#slowest, Date.now() - begin);
      clearTimeout(timer);
      forget();
    };
  }

  #run(work: () => void | Promise<void>): void {
    if (this.#stopped) return;
    this.#lastMove = Date.now();
    void (async () => work())().catch((error) => this.#failure?.(error));
  }

  arrive(_key: string, take: () => void): void {
    this.#lastMove = Date.now();
    take();
  }

  async settle(): Promise<void> {
    const missing = () => {
      const wanted = Math.min(silence.most, Math.max(silence.least, 3 * this.#slowest));
      return wanted - (Date.now() - this.#lastMove);
    };
    // A play that was broken off in the middle goes on nowhere, and must not wait for ever either.
    while (!this.#stopped && (missing() > 0 || this.#requests.size > 0)) {
      await new Promise((resolve) => setTimeout(resolve, Math.max(50, missing())));
    }
    if (this.#stopped) await new Promise(() => {});
  }

  async advance(ms: number): Promise<void> {
    if (ms > longest) throw new TooLong(ms);
    await new Promise((resolve) => setTimeout(resolve, ms));
  }

  /** Nothing can be held inside a target that the harness does not control. */
  gather(): void {}

  dropGates(): void {}

  play<T>(work: Promise<T>): Promise<T> {
    const failed = new Promise<never>((_resolve, reject) => {
      this.#failure = reject;
    });
    return Promise.race([work, failed]);
  }

  /** Cancels what is still to come, and takes nothing more: simulators that go on trying reach nobody. */
  stop(): void {
    this.#stopped = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }
}
