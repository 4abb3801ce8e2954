import type { PermissionMode } from '../../../contracts/wire/index.ts';
import type { PromptFrame } from './outbox.ts';
import type { Tab } from './tab.ts';

/** What the person says to the session shown, and what becomes of a text that could not be sent. */
export class Composer {
  readonly #tab: Tab;

  constructor(tab: Tab) {
    this.#tab = tab;
  }

  /** Typed text that was refused. */
  get draft(): string {
    const { rules, shown, sender } = this.#tab;
    const kept = sender.outbox.kept(shown.sessionId);
    return kept.map(({ text }) => rules.keptText(text)).join('\n');
  }

  /** Takes a message of the person; answers its clientMsgId. */
  say(kind: PromptFrame['type'], text: string, whileRunning: 'wait' | 'send'): string {
    const tab = this.#tab;
    const { address, creation, rules, sender, state } = tab;
    tab.notice = null;
    sender.outbox.letGo(address.sessionId);
    const starts = rules.startsCreation(state);
    if (starts) creation.choose();
    const { sessionId } = address;
    if (sessionId === null) throw new Error('Failed to say something: no session has an id. Choose one first.');
    // What is said before it is ready is queued, and sent with the queue.
    const waits = whileRunning === 'wait' && state === 'ready';
    const entry = sender.say({ sessionId, kind, text, waits });
    const { clientMsgId } = entry;
    if (entry.status === 'refused') tab.notice = { code: 'queue_full', detail: 'Too many messages wait to be sent.' };
    if (starts) void creation.make(tab.shown);
    else sender.flush();
    tab.rewritten();
    return clientMsgId;
  }

  /** Sends again what was refused; makes the record first, where there is none. */
  retry(): void {
    const tab = this.#tab;
    const { creation, rules, sender, shown } = tab;
    tab.notice = null;
    sender.outbox.retry(shown.sessionId);
    const { record } = shown;
    if (record === 'none') creation.choose();
    if (rules.createsOnRetry(record === 'none' ? 'none' : 'created')) void creation.make(shown);
    else sender.flush();
    tab.rewritten();
  }

  /** Chooses the mode of the session shown; of a new one before its first message (WEB-12). */
  setMode(mode: PermissionMode): void {
    const { shown, socket } = this.#tab;
    const { sessionId, record } = shown;
    if (record === 'none' || sessionId === null) shown.mode = mode;
    else socket.send({ type: 'set_mode', sessionId, mode });
    this.#tab.changed();
  }

  /** Ends the session shown. */
  stop(): void {
    const { shown, socket } = this.#tab;
    if (shown.sessionId !== null) socket.send({ type: 'stop', sessionId: shown.sessionId });
  }
}
