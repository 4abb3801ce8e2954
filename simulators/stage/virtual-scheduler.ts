import { hash32 } from './chance.ts';
import type { Recorder } from './recorder.ts';
import type { Item, Pacer, Scheduler } from './scheduler.ts';

interface Timer {
  key: string;
  due: number;
  order: number;
  cause: number | undefined;
  fire: () => void | Promise<void>;
  tells: boolean;
}

interface Waiting extends Item {
  order: number;
}

interface Advance {
  until: number;
  done: () => void;
}

/** Virtual milliseconds that a play may wait for something without asking for time to pass. Longer stands for ever. */
const patience = 60 * 60 * 1000;

/** The play cannot go on: it waits for something that nothing will bring. */
export class Stuck extends Error {
  constructor() {
    super(
      'The scenario waits for something that never comes: nothing is under way, and no timer of the next hour brings it.',
    );
    this.name = 'Stuck';
  }
}

/**
 * Releases one thing at a time, and the next only when all is quiet. Which one is decided by a priority hashed
 * from the seed and the item's key, so leaving one step out leaves the order of the others alone.
 */
export class VirtualScheduler implements Scheduler {
  readonly choices: string[] = [];
  pace: 'one at a time' | 'together' = 'one at a time';
  readonly #seed: number;
  readonly #pacer: Pacer;
  readonly #recorder: () => Recorder;
  readonly #follow: readonly string[];
  #now: number;
  #order = 0;
  #waiting: Waiting[] = [];
  #timers: Timer[] = [];
  #arrivals: { key: string; order: number; take: () => void }[] = [];
  #advance: Advance | undefined;
  /** When the play last said for how long it waits. */
  #waitsFrom: number;
  #settlers: (() => void)[] = [];
  #gathering: (() => void) | undefined;

  constructor(options: {
    seed: number;
    start: number;
    pacer: Pacer;
    recorder: () => Recorder;
    /** Choices of an earlier play: what it released next is released next, where that is there to be released. */
    follow?: readonly string[];
  }) {
    this.#seed = options.seed;
    this.#now = options.start;
    this.#waitsFrom = options.start;
    this.#pacer = options.pacer;
    this.#recorder = options.recorder;
    this.#follow = options.follow ?? [];
  }

  now(): number {
    return this.#now;
  }

  post(item: Item): void {
    const cause = item.cause ?? this.#recorder().cause;
    if (item.delay) {
      this.after(item.key, item.delay, () => this.post({ ...item, delay: 0, cause }));
      return;
    }
    this.#waiting.push({ ...item, cause, order: this.#order++ });
  }

  after(
    key: string,
    ms: number,
    fire: () => void | Promise<void>,
    time: 'told' | 'told by what runs' = 'told',
  ): () => void {
    const cause = this.#recorder().cause;
    const due = this.#now + Math.max(0, Math.ceil(ms));
    const timer = { key, due, order: this.#order++, cause, fire, tells: time === 'told by what runs' };
    this.#timers.push(timer);
    return () => {
      const index = this.#timers.indexOf(timer);
      if (index >= 0) this.#timers.splice(index, 1);
    };
  }

  arrive(key: string, take: () => void): void {
    this.#arrivals.push({ key, order: this.#order++, take });
  }

  settle(): Promise<void> {
    this.#waitsFrom = this.#now;
    return new Promise((resolve) => this.#settlers.push(resolve));
  }

  advance(ms: number): Promise<void> {
    if (this.#advance) throw new Error('Failed to advance the clock: it is being advanced. Await the first call.');
    return new Promise((done) => {
      this.#advance = { until: this.#now + ms, done };
    });
  }

  gather(arrived: () => void): void {
    this.#gathering = arrived;
  }

  dropGates(): void {
    this.#waiting = this.#waiting.filter(({ gate }) => !gate);
  }

  async play<T>(work: Promise<T>): Promise<T> {
    const end: { over: boolean } = { over: false };
    const over = () => {
      end.over = true;
    };
    work.then(over, over);
    for (;;) {
      // Simulators await nothing but links and clocks: one turn of the loop, and they have done what they can.
      await new Promise(setImmediate);
      await this.#pacer.quiet();
      this.#takeArrivals();
      if (end.over) return work;
      if (await this.#releaseNext()) {
        while (this.pace === 'together' && (await this.#releaseNext()));
        continue;
      }
      if (this.#gathering) {
        this.#recorder().cause = undefined;
        this.#gathering();
        this.#gathering = undefined;
        continue;
      }
      if (await this.#fireDue(this.#now)) continue;
      if (this.#settlers.length > 0) this.#settlers.splice(0).forEach((resolve) => void resolve());
      else await this.#moveOn();
    }
  }

  #takeArrivals(): void {
    const arrivals = this.#arrivals;
    if (arrivals.length === 0) return;
    this.#arrivals = [];
    arrivals.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.order - b.order));
    for (const arrival of arrivals) arrival.take();
  }

  async #releaseNext(): Promise<boolean> {
    const next = this.#choose();
    if (!next) return false;
    this.#waiting.splice(this.#waiting.indexOf(next), 1);
    await this.#pacer.tell(this.#now);
    await this.#do(next.key, next.cause, () => next.release());
    return true;
  }

  #choose(): Waiting | undefined {
    const blocked = new Set<string>();
    let best: { item: Waiting; priority: number } | undefined;
    // In order of posting, so the first of a channel is its head.
    for (const item of this.#waiting) {
      if (item.gate && this.#gathering) continue;
      if (item.channel !== undefined) {
        if (blocked.has(item.channel)) continue;
        blocked.add(item.channel);
      }
      if (item.key === this.#follow[this.choices.length]) return item;
      const priority = hash32(this.#seed, item.key);
      if (!best || priority < best.priority) best = { item, priority };
    }
    return best?.item;
  }

  #nextTimer(): Timer | undefined {
    let best: Timer | undefined;
    for (const timer of this.#timers) {
      if (!best || timer.due < best.due) best = timer;
      else if (timer.due === best.due && this.#before(timer, best)) best = timer;
    }
    return best;
  }

  #before(a: Timer, b: Timer): boolean {
    return hash32(this.#seed, a.key) < hash32(this.#seed, b.key);
  }

  async #fireDue(until: number): Promise<boolean> {
    const timer = this.#nextTimer();
    if (!timer || timer.due > until) return false;
    this.#timers.splice(this.#timers.indexOf(timer), 1);
    this.#now = Math.max(this.#now, timer.due);
    if (!timer.tells) await this.#pacer.tell(this.#now);
    await this.#do(timer.key, timer.cause, timer.fire);
    return true;
  }

  /** Nothing is under way: time moves, as far as the scenario asked, or to what it waits for. */
  async #moveOn(): Promise<void> {
    const advance = this.#advance;
    if (await this.#fireDue(advance ? advance.until : this.#waitsFrom + patience)) return;
    if (!advance) throw new Stuck();
    this.#now = advance.until;
    this.#waitsFrom = this.#now;
    this.#advance = undefined;
    this.#recorder().cause = undefined;
    advance.done();
  }

  async #do(key: string, cause: number | undefined, action: () => void | Promise<void>): Promise<void> {
    this.choices.push(key);
    this.#recorder().cause = cause;
    await action();
  }
}
