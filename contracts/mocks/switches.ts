import type { Pact } from './pact.ts';
import { type Choice, choicesOf, type States } from './states.ts';

/** The provider states that are the case and the interactions that come first, for requests and frames of one mock. */
export class Switches {
  readonly #pact: Pact;
  #on: readonly Choice[] = [];

  constructor(pact: Pact) {
    this.#pact = pact;
  }

  get on(): readonly Choice[] {
    return this.#on;
  }

  /** @throws Error where no interaction has one of the states or descriptions */
  use(states: States): void {
    const { http, exchanges, frames } = this.#pact;
    this.#on = choicesOf(states, [...http, ...exchanges, ...frames]);
  }
}
