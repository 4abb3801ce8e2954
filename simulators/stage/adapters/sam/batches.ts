import type { BatchResult } from '../../../../contracts/wire/index.ts';

/** A message of a batch, as far as it can be told which it is. */
export interface Told {
  messageId: string;
  seq: number;
}

/**
 * Tells from counters which messages of a batch were new. Nobody knows which of the ids a counter means, but over all
 * batches of a session no more can have been new than ids were sent: one more, and a message was stored twice.
 */
export class Batches {
  /** By session: ids that were sent in batches, those told to be stored, and how many the system said were new. */
  /** First messages, which came with their submit: `session/message`. */
  readonly #prompts = new Set<string>();
  readonly #known = new Map<string, { sent: Set<string>; stored: Set<string>; persisted: number }>();

  prompt(sessionId: string, messageId: string): void {
    this.#prompts.add(`${sessionId}/${messageId}`);
    this.#of(sessionId).stored.add(messageId);
  }

  sends(sessionId: string, ids: readonly string[]): void {
    const { sent } = this.#of(sessionId);
    for (const id of ids) if (!this.#prompts.has(`${sessionId}/${id}`)) sent.add(id);
  }

  answered(sessionId: string, batch: readonly Told[], persisted: number): BatchResult[] {
    const known = this.#of(sessionId);
    known.persisted += persisted;
    let twice = Math.max(0, known.persisted - known.sent.size);
    return batch.map(({ messageId, seq }) => {
      const isNew = !known.stored.has(messageId);
      known.stored.add(messageId);
      if (isNew) return { status: 'stored', messageId, seq };
      if (twice === 0) return { status: 'duplicate', messageId, seq };
      twice -= 1;
      return { status: 'stored', messageId, seq };
    });
  }

  #of(sessionId: string) {
    const known = this.#known.get(sessionId) ?? { sent: new Set<string>(), stored: new Set<string>(), persisted: 0 };
    this.#known.set(sessionId, known);
    return known;
  }
}
