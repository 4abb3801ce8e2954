/** Waits of whoever drives a simulator, for something it will come to see. */
export class Waits {
  readonly #open = new Set<() => boolean>();

  /** Resolves with the first thing `look` finds, now or at a later change. */
  until<T>(look: () => T | undefined): Promise<T> {
    return new Promise((resolve) => {
      const met = () => {
        const found = look();
        if (found === undefined) return false;
        resolve(found);
        return true;
      };
      if (!met()) this.#open.add(met);
    });
  }

  /** Something changed: every wait looks again. */
  changed(): void {
    for (const met of this.#open) if (met()) this.#open.delete(met);
  }
}
