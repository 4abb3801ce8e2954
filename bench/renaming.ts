const word = /[\w.~-]+/g;
const part = /[\w~-]+/g;
/** Ids, tokens and cursors have a UUID in them and no spaces; a status may differ too, but is no name. */
const name = /^\S*[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\S*$/;

/**
 * What the ids and tokens of one play are called in another. Learnt by walking what was answered then and what is
 * answered now side by side.
 */
export class Renaming {
  readonly #names = new Map<string, string>();

  /** From now on `then` is called `now`. The first name stands. */
  name(then: string, now: string): void {
    if (!this.#names.has(then)) this.#names.set(then, now);
  }

  /** Every name in `then` is from now on called as what is in its place in `now`. */
  learn(then: unknown, now: unknown): void {
    if (typeof then === 'string' && typeof now === 'string') {
      if (then !== now && name.test(then) && name.test(now)) this.name(then, now);
      return;
    }
    if (typeof then !== 'object' || then === null || typeof now !== 'object' || now === null) return;
    for (const [field, value] of Object.entries(then)) this.learn(value, (now as Record<string, unknown>)[field]);
  }

  /** `text` with every name in it replaced: the whole, its words (cursors have dots), or their parts. */
  text(text: string): string {
    const whole = this.#names.get(text);
    if (whole !== undefined) return whole;
    const names = this.#names;
    return text.replace(word, (one) => names.get(one) ?? one.replace(part, (piece) => names.get(piece) ?? piece));
  }

  /** A body with every name in it replaced. */
  value(value: unknown): unknown {
    if (typeof value === 'string') return this.text(value);
    if (Array.isArray(value)) return value.map((entry) => this.value(entry));
    if (typeof value !== 'object' || value === null) return value;
    return this.record(value as Record<string, unknown>);
  }

  /** The same for an object whose fields keep their names. */
  record<T extends Record<string, unknown>>(record: T): T {
    return Object.fromEntries(Object.entries(record).map(([field, entry]) => [field, this.value(entry)])) as T;
  }
}
