import type { Clock } from '../ports.ts';

/** Finds out that a connection is half open: a ping now and then, and a pong in time. */
export class KeepAlive {
  readonly #clock: Clock;
  readonly #interval: number | null;
  readonly #patience: number;
  readonly #do: { ping(): void; dead(): void };
  #cancel: (() => void) | null = null;

  /** `interval`: milliseconds from open or pong to the next ping; null: none. `patience`: milliseconds a pong may take. */
  constructor(clock: Clock, interval: number | null, patience: number, actions: { ping(): void; dead(): void }) {
    this.#clock = clock;
    this.#interval = interval;
    this.#patience = patience;
    this.#do = actions;
  }

  start(): void {
    this.stop();
    if (this.#interval === null) return;
    this.#cancel = this.#clock.after(this.#interval, () => {
      this.#cancel = this.#clock.after(this.#patience, this.#do.dead);
      this.#do.ping();
    });
  }

  pong(): void {
    this.start();
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
  }
}
