import type { LiveSession } from '../../../contracts/wire/index.ts';
import type { Random } from '../../ports.ts';
import type { Conversation } from './conversation.ts';
import type { Tab } from './tab.ts';

/** Makes the records of a tab's sessions: once each, with the first message and under an id of the tab (WEB-16). */
export class Creation {
  readonly #random: Random;
  readonly #tab: Tab;

  constructor(random: Random, tab: Tab) {
    this.#random = random;
    this.#tab = tab;
  }

  /** Gives the session shown its id, where it has none. */
  choose(): void {
    const { shown, rules } = this.#tab;
    this.#name(shown, rules.creationId(shown.sessionId, this.#random));
  }

  /** Asks for the record; what was said meanwhile follows it. */
  async make(conversation: Conversation): Promise<void> {
    const { api } = this.#tab;
    if (conversation.sessionId === null) this.choose();
    const { sessionId, mode } = conversation;
    if (sessionId === null) return;
    if (conversation.record !== 'created') conversation.record = 'creating';
    this.#tab.changed();
    const { value, problem } = await api.create(sessionId, { mode });
    if (this.#tab.conversation(sessionId) !== conversation) return;
    if (value) this.#made(conversation, value);
    else this.#failed(conversation, problem.code);
    this.#tab.rewritten();
  }

  #made(conversation: Conversation, { mode, seq, metadata }: LiveSession): void {
    const { shown, socket, watch, sender } = this.#tab;
    if (conversation.record === 'creating' && metadata.messageCount > 0) {
      // It was made before, and talked to: there is something to show.
      conversation.record = 'unknown';
      this.#tab.load(conversation);
      return;
    }
    if (conversation.record === 'creating') conversation.created(mode, seq);
    socket.open();
    watch.join(shown);
    sender.flush();
  }

  #failed(conversation: Conversation, code: string): void {
    const { sender, address, shown } = this.#tab;
    const { sessionId } = conversation;
    conversation.missing();
    for (const entry of sender.outbox.of(sessionId)) if (entry.status === 'queued') sender.outbox.refuse(entry);
    if (code === 'session_id_taken' && sessionId !== null) {
      // The id is another user's: no attempt under it will ever succeed.
      const current = address.sessionId === sessionId;
      const other = this.#random.uuid();
      sender.outbox.move(sessionId, other);
      this.#tab.remember(other, conversation);
      conversation.sessionId = other;
      if (current) address.sessionId = other;
    }
    if (conversation === shown) this.#tab.tell(code);
  }

  #name(conversation: Conversation, sessionId: string): void {
    if (conversation.sessionId !== null) this.#tab.sender.outbox.move(conversation.sessionId, sessionId);
    conversation.sessionId = sessionId;
    this.#tab.address.sessionId = sessionId;
    this.#tab.remember(sessionId, conversation);
  }
}
