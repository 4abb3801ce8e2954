import {
  endedPhaseStates,
  type FeedFrame,
  type PhaseSession,
  type PhaseState,
} from '../../../../contracts/wire/index.ts';
import type { FeedEntry } from '../live-feed.ts';

/** How a session was last seen, and when. */
interface Seen {
  state: PhaseState;
  first: number;
  last: number;
}

/** What becomes of a session between two looks cannot be seen: it is told by the shortest way. */
function wayTo(from: PhaseState | undefined, to: PhaseState): PhaseState[] {
  if (from === to) return [];
  if (from === undefined) return ['created', ...wayTo('created', to)];
  return from === 'created' && (to === 'completed' || to === 'failed') ? ['running', to] : [to];
}

/** Goes a session forward from one to the other? */
const isForward = (from: PhaseState, to: PhaseState) => !endedPhaseStates.has(from) && to !== 'created';

/**
 * The feed of one play, from its beginning. The system has none at the address of its API: what it shows from one answer
 * to the next is written down here, before the one who asked reads it.
 */
export class FeedLog {
  readonly entries: FeedFrame[] = [];
  readonly #now: () => number;
  readonly #readers = new Set<(frame: FeedFrame) => void>();
  readonly #seen = new Map<string, Seen>();
  readonly #deleted = new Set<string>();
  #turn = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Calls `read` with every entry from now on; answers how to end that. */
  follow(read: (frame: FeedFrame) => void): () => void {
    this.#readers.add(read);
    return () => this.#readers.delete(read);
  }

  /** A moment between what was seen before and what is seen from now on. */
  turn(): number {
    this.#turn += 1;
    return this.#turn;
  }

  /** Was it seen before this moment? Default: ever. */
  has(sessionId: string, before = Number.POSITIVE_INFINITY): boolean {
    return (this.#seen.get(sessionId)?.first ?? Number.POSITIVE_INFINITY) < before;
  }

  /**
   * An answer shows a session.
   *
   * @param asked the moment when it was asked for. Where it was seen since, the answer may be the older one: then only what
   * leads forward is news.
   * @param as how it is shown in a state
   */
  seen(sessionId: string, state: PhaseState, asked: number, as: (state: PhaseState) => PhaseSession): void {
    // Whether it may still be shown is for those to say who find it in a list.
    if (this.#deleted.has(sessionId)) return;
    const known = this.#seen.get(sessionId);
    if (known && asked < known.last && !isForward(known.state, state)) return;
    const now = this.turn();
    this.#seen.set(sessionId, { first: now, ...known, state, last: now });
    for (const [place, step] of wayTo(known?.state, state).entries()) {
      const about = { sessionId, at: this.#now(), session: as(step) };
      if (known || place > 0) this.#tell({ type: 'phase.changed', ...about });
      else this.#tell({ type: 'phase.started', ...about, replaced: null });
    }
  }

  deleted({ sessionId, taskId, phase }: Pick<PhaseSession, 'sessionId' | 'taskId' | 'phase'>): void {
    if (this.#deleted.has(sessionId)) return;
    this.#deleted.add(sessionId);
    this.#tell({ type: 'phase.deleted', sessionId, at: this.#now(), taskId, phase });
  }

  #tell(entry: FeedEntry): void {
    const frame = { ...entry, cursor: this.entries.length + 1 } as FeedFrame;
    this.entries.push(frame);
    for (const read of this.#readers) read(frame);
  }
}
