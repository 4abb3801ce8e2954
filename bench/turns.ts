import type { EventOf, History, HistoryEvent } from '../contracts/trace/index.ts';

/** An event that is part of the life of a message. */
export type WireEvent = EventOf<'send' | 'deliver' | 'drop'>;

const uuid = /[0-9a-f]{8}(-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})/g;
const times = new Set(['time', 'at', 'createdAt', 'updatedAt', 'storedAt', 'agentCompletedAt', 'stoppedAt']);

export function isWire(event: HistoryEvent): event is WireEvent {
  return 'message' in event;
}

/** The same play again and again in one project: what each turn has of its own. The first turn is the play itself. */
export class Turns {
  /** Milliseconds from one turn to the next. */
  readonly span: number;
  /** Entries of the feed that a turn adds. */
  readonly cursors: number;
  /** Ids of the set-up, the same in all turns. */
  readonly #kept: ReadonlySet<string>;
  /** How much a number of this field grows with each turn. */
  readonly #growth: ReadonlyMap<string, number>;

  constructor(setUp: History, play: History, whole: History) {
    const most = (of: (event: WireEvent) => number) =>
      whole.filter(isWire).reduce((greatest, event) => Math.max(greatest, of(event)), 0);
    this.#kept = new Set(JSON.stringify(setUp).match(uuid));
    this.span = (play.at(-1)?.time ?? 0) - (play[0]?.time ?? 0) + 1;
    this.cursors = most(({ message }) => (message.type === 'frame' ? cursorOf(message.body) : 0));
    this.#growth = new Map([
      ['op', most(({ op }) => op)],
      ['msg', most(({ msg }) => msg)],
      ['socket', most(({ message }) => ('socket' in message ? message.socket : 0))],
      ['cursor', this.cursors],
      ...[...times].map((field): [string, number] => [field, this.span]),
    ]);
  }

  /** An event, or a part of one, as it is in a turn, counted from 0. */
  of<T>(value: T, turn: number): T {
    return (turn === 0 ? value : this.#shift(value, turn, '')) as T;
  }

  #shift(value: unknown, turn: number, field: string): unknown {
    if (typeof value === 'string') return this.#text(value, turn);
    if (typeof value === 'number') return value + turn * (this.#growth.get(field) ?? 0);
    if (Array.isArray(value)) return value.map((entry) => this.#shift(entry, turn, field));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, this.#shift(entry, turn, name)]));
  }

  #text(text: string, turn: number): string {
    // No recorded id begins so: the target's begin with the number of the play.
    const begin = `f${turn.toString(16).padStart(7, '0')}`;
    return text.replace(uuid, (id: string, rest: string) => (this.#kept.has(id) ? id : begin + rest));
  }
}

/** Place in the feed of a frame; 0 where it has none. */
export function cursorOf(body: unknown): number {
  return typeof body === 'object' && body !== null && 'cursor' in body ? Number(body.cursor) : 0;
}
