import type { EchoTurn } from '../../../contracts/wire/index.ts';

/** A prompt on its way through a loop. `messageId` is the prompt's. */
export interface Prompt {
  messageId: string;
  clientMsgId: string;
  text: string;
}

/** The turn a loop is at. */
export interface RunningTurn extends Prompt {
  replyId: string;
  echo: EchoTurn;
  /** Pieces that are done. */
  done: number;
  /** Of the last tool call. */
  toolCallId: string;
}

/**
 * A query loop: all of it is in memory, and gone with it. It has a timer only when there is work. What it does when the
 * timer rings is in turns.ts.
 */
export class EchoLoop {
  readonly sessionId: string;
  readonly #ring: (loop: EchoLoop) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #alive = true;
  /** Prompts that wait for their turn. */
  queue: Prompt[] = [];
  turn: RunningTurn | null = null;
  starting = false;

  constructor(sessionId: string, ring: (loop: EchoLoop) => void) {
    this.sessionId = sessionId;
    this.#ring = ring;
  }

  get busy(): boolean {
    return this.starting || this.turn !== null || this.queue.length > 0;
  }

  has(messageId: string): boolean {
    return this.turn?.messageId === messageId || this.queue.some((prompt) => prompt.messageId === messageId);
  }

  /** Rings after so many milliseconds, in place of any time set before. */
  wake(delay: number): void {
    this.rest();
    if (!this.#alive) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#alive) this.#ring(this);
    }, delay);
  }

  /** Has nothing to do until it is woken. */
  rest(): void {
    if (this.#timer !== undefined) clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** Ends it for good: it does nothing any more. */
  abort(): void {
    this.#alive = false;
    this.rest();
    this.turn = null;
    this.queue = [];
    this.starting = false;
  }
}
