import { AdapterFault } from '../faults.ts';
import type { Story, Told } from './story.ts';
import type { MitzoEvent } from './wire.ts';

/** The stored events of one session that were seen so far, each translated once: the same wherever it is seen again. */
export class Log {
  readonly story: Story;
  readonly #told = new Map<number, { as: string; told: Told[] }>();
  /** By place in the contract's order, from 1 on: the `seq` of the system. */
  readonly #places: number[] = [0];
  /** The greatest `seq` of the system. */
  last = 0;

  constructor(story: Story) {
    this.story = story;
  }

  /** Is it known, or the very next one? */
  isNext(seq: number): boolean {
    return seq <= this.last + 1;
  }

  /** What an event means. One that was not seen is taken to be the newest. */
  take(event: MitzoEvent): Told[] {
    const { seq } = event;
    const as = JSON.stringify(event);
    const known = this.#told.get(seq);
    if (known && known.as !== as) {
      const reason = `event ${seq} of session ${event.sessionId} was ${known.as.slice(0, 200)}, and is ${as.slice(0, 200)} now`;
      throw new AdapterFault('understand the history of a session', reason, 'Look into the system.');
    }
    if (known) return known.told;
    const told = this.story.take(event);
    this.#told.set(seq, { as, told });
    this.last = Math.max(this.last, seq);
    for (const one of told) if (one.type !== 'piece') this.#places.push(seq);
    return told;
  }

  /** An event that means nothing was seen. */
  skip(seq: number): void {
    this.last = Math.max(this.last, seq);
  }

  /** The cursor of the system for one of the contract; undefined: it is ahead of all that was seen. */
  cursorOf(seq: number): number | undefined {
    return this.#places[seq];
  }
}
