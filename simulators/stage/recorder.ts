import type { EventKind, EventOf, History, HistoryEvent } from '../../contracts/trace/index.ts';

type Draft<K extends EventKind> = Omit<EventOf<K>, 'index' | 'time' | 'kind'>;

/** Writes the history of one scenario. Events are numbered and timed here and nowhere else. */
export class Recorder {
  readonly #events: HistoryEvent[] = [];
  readonly #now: () => number;
  /** Index of the event that leads to what is recorded next. */
  cause: number | undefined;

  /** @param now virtual milliseconds since the scenario began */
  constructor(now: () => number) {
    this.#now = now;
  }

  get history(): History {
    return this.#events;
  }

  /** Appends an event and answers its index. */
  record<K extends EventKind>(kind: K, draft: Draft<K>): number {
    const index = this.#events.length;
    const cause = this.cause;
    const event = { index, time: this.#now(), kind, ...(cause === undefined ? {} : { cause }), ...draft };
    this.#events.push(event as unknown as HistoryEvent);
    return index;
  }
}
