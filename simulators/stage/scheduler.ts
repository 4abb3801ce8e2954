/** Something on its way: a message, an answer, a schedule point. */
export interface Item {
  /** Names it by its cause, the same in every run: decides its place in the order. */
  key: string;
  /** Items of one channel keep their order (frames of a socket). */
  channel?: string;
  /** Milliseconds from now until it may be released. Default 0. */
  delay?: number;
  /** Index of the event it comes from. */
  cause?: number;
  /** A schedule point inside the target: stays shut while the scheduler gathers. */
  gate?: true;
  release(): void | Promise<void>;
}

/** Decides when what is on its way arrives, and what time it is. */
export interface Scheduler {
  /**
   * `together`: all that waits is released, in order, before quiet is waited for. Only for what changes nothing,
   * and then much faster. Default `one at a time`.
   */
  pace: 'one at a time' | 'together';
  /** Milliseconds since 1970. */
  now(): number;
  post(item: Item): void;
  /** Runs once after `ms`. The answer cancels it. `time`: whether the target has to be told the time before. Default `told`. */
  after(key: string, ms: number, fire: () => void | Promise<void>, time?: 'told' | 'told by what runs'): () => void;
  /** Takes what came from the target; recorded and posted in an order that does not depend on the network. */
  arrive(key: string, take: () => void): void;
  /** Waits until nothing is under way and no timer is due. */
  settle(): Promise<void>;
  /** Moves the clock on by `ms`, playing what falls due. */
  advance(ms: number): Promise<void>;
  /** Lets everything else arrive before the first schedule point is opened; `arrived` is called in between. */
  gather(arrived: () => void): void;
  /** Forgets the schedule points that wait: the process they are in is gone. */
  dropGates(): void;
  /** Plays until `work` has ended. */
  play<T>(work: Promise<T>): Promise<T>;
  /** What was released, in order. */
  readonly choices: readonly string[];
}

/** Does `work`, which changes nothing, with all that waits released together. */
export async function together<T>(scheduler: Scheduler, work: () => Promise<T>): Promise<T> {
  const { pace } = scheduler;
  scheduler.pace = 'together';
  try {
    return await work();
  } finally {
    scheduler.pace = pace;
  }
}

/** The other side of a virtual scheduler: the target whose quiet is counted and whose clock is set. */
export interface Pacer {
  /** Resolves when all that was sent has come in and nothing moves. */
  quiet(): Promise<void>;
  /** Tells the target the time, before anything is released. */
  tell(now: number): Promise<void>;
}
