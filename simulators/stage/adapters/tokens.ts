import { randomBytes } from 'node:crypto';

/**
 * Tokens that the simulators carry, and what they stand for. The real credentials stay with the adapter: nothing that a
 * simulator says or a trace shows has them in it.
 */
export class Tokens<Credential> {
  readonly #credentials = new Map<string, Credential>();

  /** A new token for a credential. */
  give(credential: Credential): string {
    const token = `adapter-${randomBytes(16).toString('hex')}`;
    this.#credentials.set(token, credential);
    return token;
  }

  /** What a token stands for; undefined where it is none that was given, or there is none. */
  find(token: string | null): Credential | undefined {
    return token === null ? undefined : this.#credentials.get(token);
  }
}
