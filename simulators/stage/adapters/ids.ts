import { createHash } from 'node:crypto';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Ids of the system and those of the contract, which are UUIDs in lower case. A UUID stays what it is; any other id
 * gets a UUID that depends on it and its kind alone, the same in every play of every run.
 */
export class Ids {
  readonly #foreign = new Map<string, string>();
  readonly #own = new Set<string>();

  /** The id by the contract. `kind` keeps number 7 of the tasks from number 7 of the sessions. */
  canonical(kind: string, foreign: string | number): string {
    const text = String(foreign);
    const canonical = uuid.test(text.toLowerCase()) ? text.toLowerCase() : uuidOf(`${kind}/${text}`);
    this.#foreign.set(`${kind}/${canonical}`, text);
    return canonical;
  }

  /** The id in the system; undefined where none was ever seen that has this one. */
  foreign(kind: string, canonical: string): string | undefined {
    return this.#foreign.get(`${kind}/${canonical}`);
  }

  /** Remembers ids of the system that this play has made, so that they are told from what others have there. */
  own(kind: string, ...foreign: (string | number)[]): void {
    for (const id of foreign) this.#own.add(`${kind}/${id}`);
  }

  isOwn(kind: string, foreign: string | number | null | undefined): boolean {
    return foreign !== null && foreign !== undefined && this.#own.has(`${kind}/${foreign}`);
  }
}

/** A UUID of version 8 (of one's own making) from a hash. */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
