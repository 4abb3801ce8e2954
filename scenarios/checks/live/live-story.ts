import type { LiveEvent, LiveState } from '../../../contracts/wire/index.ts';
import { terminalTypes } from '../../../contracts/wire/index.ts';
import type { Said } from '../reading.ts';
import type { AskedFrame, Place, SaidFrame } from './live-sockets.ts';

export type EventOfType<T extends LiveEvent['type']> = Extract<LiveEvent, { type: T }>;
export type Terminal = EventOfType<'message_complete' | 'message_failed' | 'message_interrupted'>;

/** An accepted prompt and how it ended. */
export interface Turn {
  user: EventOfType<'user_message'>;
  /** Exactly one, once it has ended. */
  terminals: Terminal[];
}

/** Where a session stands after an event. */
export interface Standing {
  /** Undefined before the first event. */
  state: LiveState | undefined;
  run: number;
  /** `seq` of the event that brought it about. */
  since: number;
}

export function isTerminal(event: LiveEvent): event is Terminal {
  return terminalTypes.has(event.type);
}

/** All that is known of one live session. */
export class LiveStory {
  readonly sessionId: string;
  /** Answers to its making that went well, in order. */
  readonly makings: Said[] = [];
  /** Requests to make it that reached the target, whatever came of them. */
  orders = 0;
  /** Frames that name it, in order of their arrival at the target. */
  readonly frames: AskedFrame[] = [];
  /** `message_start` and `chunk`, on whatever socket. */
  readonly streamed: SaidFrame[] = [];
  /** Events read or sent, by seq, with the first event of the history that shows each. */
  readonly #shown = new Map<number, { value: LiveEvent; index: number }>();
  /** The least `seq` it was known to stand at, from an event of the history on; both grow. */
  readonly #stands: { index: number; seq: number }[] = [];
  #whole: LiveEvent[] | undefined;
  #events: LiveEvent[] | undefined;
  #turns: Map<string, Turn> | undefined;
  #standings: Standing[] | undefined;

  constructor(sessionId: string) {
    this.sessionId = sessionId;
  }

  /** The observer read the whole history: it is the truth. */
  take(events: LiveEvent[]): void {
    this.#whole = [...events];
    this.#forget();
  }

  show(event: LiveEvent, { index }: Place): void {
    if (!this.#shown.has(event.seq)) {
      this.#shown.set(event.seq, { value: event, index });
      this.#forget();
    }
    this.stood(event.seq, index);
  }

  stood(seq: number, index: number): void {
    if (seq > (this.#stands.at(-1)?.seq ?? 0)) this.#stands.push({ index, seq });
  }

  /** Was the whole history read? Otherwise events may be unknown. */
  get isWhole(): boolean {
    return this.#whole !== undefined;
  }

  /** It was removed and made again under its id: which life an event belongs to cannot be told by its `seq`. */
  get isRemade(): boolean {
    return this.makings.filter(({ status }) => status === 201).length > 1;
  }

  /** The durable events, in order of `seq`. */
  get events(): readonly LiveEvent[] {
    this.#events ??= (this.#whole ?? [...this.#shown.values()].map(({ value }) => value)).sort((a, b) => a.seq - b.seq);
    return this.#events;
  }

  /** The event of the history that shows this first. */
  indexOf(event: LiveEvent | undefined): number | undefined {
    return event && this.#shown.get(event.seq)?.index;
  }

  /** Events that were shown, and are not in the whole history that was read later. */
  get lost(): { value: LiveEvent; index: number }[] {
    const kept = new Set(this.#whole?.map(({ seq }) => seq));
    return this.#whole ? [...this.#shown.values()].filter(({ value }) => !kept.has(value.seq)) : [];
  }

  /** Accepted prompts by clientMsgId, in order of acceptance. */
  get turns(): ReadonlyMap<string, Turn> {
    if (this.#turns) return this.#turns;
    this.#turns = new Map();
    for (const event of this.events) {
      if (event.type === 'user_message' && !this.#turns.has(event.clientMsgId)) {
        this.#turns.set(event.clientMsgId, { user: event, terminals: [] });
      } else if (isTerminal(event)) {
        this.#turns.get(event.clientMsgId)?.terminals.push(event);
      }
    }
    return this.#turns;
  }

  /** Prompts accepted up to an event, itself included, and not ended by then, in order of acceptance. */
  unfinishedAt(seq: number): Turn[] {
    return [...this.turns.values()].filter(
      ({ user, terminals }) => user.seq <= seq && !terminals.some((terminal) => terminal.seq <= seq),
    );
  }

  /** State and run once the event with this `seq` was stored. */
  standingAt(seq: number): Standing {
    this.#standings ??= this.#fold();
    let [low, high] = [0, this.#standings.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#standings[middle]?.since ?? 0) <= seq) low = middle + 1;
      else high = middle;
    }
    return this.#standings[low - 1] ?? { state: undefined, run: 0, since: 0 };
  }

  /** Events that change the state, in order. */
  get states(): EventOfType<'session_state'>[] {
    return this.events.filter((event) => event.type === 'session_state');
  }

  /**
   * The least `seq` at which it stood right before a place in the history: what was shown by then, and what the clock
   * of the target says was stored at an earlier millisecond.
   */
  stoodBefore({ index, time }: Place, beginning: number | undefined): number {
    const shown = this.#stands.findLast((stand) => stand.index < index)?.seq ?? 0;
    if (beginning === undefined) return shown;
    const earlier = this.events.findLast(({ at }) => at - beginning < time)?.seq ?? 0;
    return Math.max(shown, earlier);
  }

  #fold(): Standing[] {
    return this.states.map(({ state, run, seq }) => ({ state, run, since: seq }));
  }

  #forget(): void {
    this.#events = undefined;
    this.#turns = undefined;
    this.#standings = undefined;
  }
}
