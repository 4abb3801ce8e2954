import type { Rules } from '../rules.ts';
import type { Counts } from './counts.ts';

/** How long a request has waited so far, in milliseconds; `last`: there is no further try. */
export interface Try {
  waited: number;
  turn: 'first' | 'again' | 'last';
}

/**
 * Who waits for locks, in memory alone: whoever waits when this memory is lost is not answered any more. The locks
 * themselves are in storage.
 */
export class LockDesk {
  #waiting: { sessionIds: readonly string[]; wake: () => void }[] = [];

  /**
   * Tries until `attempt` gives something other than `locked`, or the patience is over; again whenever a lock of these
   * sessions is freed or a lease ends. `leaseEnd` is when the next one does.
   */
  async until<T>(
    rules: Rules,
    sessionIds: readonly string[],
    attempt: (now: Try) => T | 'locked',
    leaseEnd: () => number | null,
  ): Promise<T | 'locked'> {
    const began = Date.now();
    const patience = rules.lockPatience();
    let turn: Try['turn'] = 'first';
    for (;;) {
      const waited = Date.now() - began;
      if (waited >= patience) turn = 'last';
      const got = attempt({ waited, turn });
      if (got !== 'locked' || turn === 'last') return got;
      const lease = (leaseEnd() ?? Number.POSITIVE_INFINITY) - began;
      await this.#woken(sessionIds, Math.max(1, Math.min(patience, lease) - waited));
      turn = 'again';
    }
  }

  /** Wakes whoever waits for one of these, in the order in which they came. */
  wake(sessionIds: readonly string[]): void {
    const woken = this.#waiting.filter((one) => one.sessionIds.some((id) => sessionIds.includes(id)));
    this.#waiting = this.#waiting.filter((one) => !woken.includes(one));
    for (const { wake } of woken) wake();
  }

  wakeAll(): void {
    const woken = this.#waiting;
    this.#waiting = [];
    for (const { wake } of woken) wake();
  }

  #woken(sessionIds: readonly string[], ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#waiting = this.#waiting.filter((other) => other !== one);
        resolve();
      }, ms);
      const one = {
        sessionIds,
        wake: () => {
          clearTimeout(timer);
          resolve();
        },
      };
      this.#waiting.push(one);
    });
  }
}

/** Counts a wait that is over (PHASE-16). */
export function countTry(counts: Counts, rules: Rules, { waited, turn }: Try, end: 'taken' | 'in vain'): void {
  if (turn === 'first') return;
  for (const [name, amount] of rules.countWait(waited, end)) counts.add(name, amount);
}
