import type { Problem } from '../ask.ts';
import type { Conversation } from './conversation.ts';
import type { Tab } from './tab.ts';

/** Reads what is stored of the sessions a tab shows (WEB-5, WEB-6). */
export class Loading {
  readonly #tab: Tab;

  constructor(tab: Tab) {
    this.#tab = tab;
  }

  async load(conversation: Conversation): Promise<void> {
    const tab = this.#tab;
    const { sessionId } = conversation;
    if (sessionId === null) return;
    conversation.loaded = 'loading';
    tab.changed();
    const { status, rows, problem } = await tab.api.history(sessionId);
    if (tab.conversation(sessionId) !== conversation) return;
    if (status === 'ok') {
      conversation.restored(rows);
      if (conversation === tab.shown) this.#loaded();
      tab.sender.flush();
    } else if (problem) {
      this.#notLoaded(conversation, problem);
    }
    tab.rewritten();
  }

  #loaded(): void {
    const { shown, socket, watch } = this.#tab;
    if (shown.joined === 'yes') {
      this.#tab.ready();
      return;
    }
    socket.open();
    watch.join(shown);
  }

  #notLoaded(conversation: Conversation, problem: Problem): void {
    const tab = this.#tab;
    if (tab.rules.notCreated(problem)) {
      tab.missing(conversation);
      return;
    }
    conversation.loaded = 'failed';
    if (conversation === tab.shown) tab.tell(problem.code);
  }
}
