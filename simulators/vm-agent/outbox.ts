import type { NewMessage } from '../../contracts/wire/index.ts';
import type { Shelf } from './disk.ts';

/** Messages on their way, in order, on disk. Bounded: what does not fit is refused, not dropped. */
export class Outbox {
  readonly #shelf: Shelf<NewMessage>;
  readonly #capacity: number;
  #messages: NewMessage[];

  constructor(shelf: Shelf<NewMessage>, capacity: number) {
    this.#shelf = shelf;
    this.#capacity = capacity;
    this.#messages = shelf.load();
  }

  get messages(): readonly NewMessage[] {
    return this.#messages;
  }

  /** False when there is no room. */
  add(message: NewMessage): boolean {
    if (this.#messages.length >= this.#capacity) return false;
    this.#shelf.append(message.messageId, message);
    this.#messages.push(message);
    return true;
  }

  remove(ids: ReadonlySet<string>): void {
    if (ids.size === 0) return;
    for (const id of ids) this.#shelf.remove(id);
    this.#messages = this.#messages.filter(({ messageId }) => !ids.has(messageId));
  }

  /** Puts another message in the place of one that waits. */
  replace(old: NewMessage, message: NewMessage): void {
    if (old === message) return;
    this.#shelf.remove(old.messageId);
    this.#shelf.append(message.messageId, message);
    this.#messages = this.#messages.map((waiting) => (waiting === old ? message : waiting));
  }
}
