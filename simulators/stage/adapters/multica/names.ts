/** Ids that a client of the contract made up, and those that the system gave to the same things. */
export class Names {
  readonly #there = new Map<string, string>();
  readonly #here = new Map<string, string>();

  tie(here: string, there: string): void {
    this.#there.set(here, there);
    this.#here.set(there, here);
  }

  /** The id in the system. */
  there(here: string): string | undefined {
    return this.#there.get(here);
  }

  /** The id of the contract. */
  here(there: string): string | undefined {
    return this.#here.get(there);
  }
}
