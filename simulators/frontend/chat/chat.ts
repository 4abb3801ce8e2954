import type { z } from 'zod';
import type { LiveSession, PermissionMode } from '../../../contracts/wire/index.ts';
import type { Ports } from '../../ports.ts';
import { perform } from '../../verbs.ts';
import { Waits } from '../../waits.ts';
import { correctRules, type Rules } from '../rules.ts';
import type { LiveSessionsRead } from './api.ts';
import { type Notice, Tab } from './tab.ts';
import type { Terminal } from './terminal.ts';
import type { ChatMessage } from './transcript.ts';
import { chatVerbs } from './verbs.ts';
import { type ChatState, shownMessages } from './view.ts';

export interface ChatOptions {
  projectId: string;
  token: string;
  /** Default: `correctRules`. */
  rules?: Rules;
  /** Milliseconds between pings on the live socket; null: none. Default null. */
  keepAlive?: number | null;
}

type Args<Name extends keyof typeof chatVerbs> = z.input<(typeof chatVerbs)[Name]['args']>;

/**
 * The chat of one tab: one session is shown, on one live socket. It needs nothing but its ports, and says nothing on the
 * wire before it is told to do something. Verbs do not wait; `ready`, `replied` and `until` do.
 */
export class Chat {
  readonly #ports: Ports;
  readonly #tab: Tab;
  readonly #waits = new Waits();
  #lastView = '';
  #lastTranscript = '';

  constructor(ports: Ports, { projectId, token, rules = correctRules, keepAlive = null }: ChatOptions) {
    this.#ports = ports;
    this.#tab = new Tab(ports, {
      projectId,
      token,
      rules,
      keepAlive,
      waits: this.#waits,
      changed: () => this.#changed(),
      rewritten: () => this.#rewritten(),
    });
    this.#lastView = JSON.stringify(this.#view());
  }

  get state(): ChatState {
    return this.#tab.state;
  }

  /** Whether the person may type. */
  get input(): 'open' | 'blocked' {
    return this.#tab.rules.input(this.state);
  }

  /** As the address bar says it; null: a new session that has no id yet. */
  get sessionId(): string | null {
    return this.#tab.address.sessionId;
  }

  /** Prompts in the order of the session, each with its reply behind it; then what is on its way or was refused. */
  get messages(): readonly ChatMessage[] {
    const { shown, sender } = this.#tab;
    return shownMessages(shown.transcript.messages, sender.outbox.of(shown.sessionId));
  }

  /** A reply runs: what is said now waits for its end, unless told otherwise. */
  get running(): boolean {
    return this.state === 'ready' && this.#tab.busy;
  }

  get mode(): PermissionMode {
    return this.#tab.shown.mode;
  }

  /** Who sent last in this session, as this connection knows; null: it does not. */
  get owner(): 'us' | 'other' | null {
    return this.#tab.shown.owner;
  }

  /** Typed text that could not be sent, back in the input. */
  get draft(): string {
    return this.#tab.composer.draft;
  }

  /** What went wrong last; it goes away with the next thing the person does. */
  get notice(): Notice | null {
    return this.#tab.notice;
  }

  /** The first message of the session is stored. */
  get firstSent(): boolean {
    return this.#tab.shown.firstSent;
  }

  /** As last listed. */
  get sessions(): readonly LiveSession[] {
    return this.#tab.sessions;
  }

  get terminal(): Pick<Terminal, 'state' | 'output'> {
    return this.#tab.terminal;
  }

  /** Leaves the session shown for an empty one, of which nobody hears before its first message (WEB-1). */
  newSession(args: Args<'newSession'> = {}): void {
    perform(this.#tab, this.#ports.journal, chatVerbs.newSession, args);
  }

  /** Shows the session named in the address bar (WEB-6). */
  open(args: Args<'open'>): void {
    perform(this.#tab, this.#ports.journal, chatVerbs.open, args);
  }

  /** Shows another session on the same socket; null: a new one (WEB-4). */
  switchTo(args: Args<'switchTo'>): void {
    perform(this.#tab, this.#ports.journal, chatVerbs.switchTo, args);
  }

  /** Says something in the session shown; answers its clientMsgId. `whileRunning`: default `wait`. */
  say(args: Args<'say'>): string | undefined {
    return perform(this.#tab, this.#ports.journal, chatVerbs.say, args);
  }

  /** Ends the running reply and says this instead; answers its clientMsgId. */
  interrupt(args: Args<'interrupt'>): string | undefined {
    return perform(this.#tab, this.#ports.journal, chatVerbs.interrupt, args);
  }

  /** Ends the session. */
  stop(args: Args<'stop'> = {}): void {
    perform(this.#tab, this.#ports.journal, chatVerbs.stop, args);
  }

  setMode(args: Args<'setMode'>): void {
    perform(this.#tab, this.#ports.journal, chatVerbs.setMode, args);
  }

  /** The tab goes to the background: nothing of its session is sent to it (LIVE-15). */
  hide(args: Args<'hide'> = {}): void {
    perform(this.#tab, this.#ports.journal, chatVerbs.hide, args);
  }

  /** It comes back, and so does what it missed. */
  show(args: Args<'show'> = {}): void {
    perform(this.#tab, this.#ports.journal, chatVerbs.show, args);
  }

  /** Sends the draft again: the same frame where it was sent before; after a failed creation that comes first (WEB-19). */
  retry(args: Args<'retry'> = {}): void {
    perform(this.#tab, this.#ports.journal, chatVerbs.retry, args);
  }

  /** The tab begins anew with nothing but its address (WEB-5). Opens a closed one. Its terminal stays as it is. */
  reload(args: Args<'reload'> = {}): void {
    perform(this.#tab, this.#ports.journal, chatVerbs.reload, args);
  }

  /** By hand, once it is disconnected (WEB-8). */
  reconnect(args: Args<'reconnect'> = {}): void {
    perform(this.#tab, this.#ports.journal, chatVerbs.reconnect, args);
  }

  /** Closes the tab and its terminal. */
  close(args: Args<'close'> = {}): void {
    perform(this.#tab, this.#ports.journal, chatVerbs.close, args);
  }

  /** Lists the user's sessions, newest first. */
  async list(args: Args<'list'> = {}): Promise<LiveSessionsRead | undefined> {
    return perform(this.#tab, this.#ports.journal, chatVerbs.list, args);
  }

  openTerminal(args: Args<'openTerminal'> = {}): void {
    perform(this.#tab, this.#ports.journal, chatVerbs.openTerminal, args);
  }

  /** Types into the terminal. */
  type(args: Args<'type'>): void {
    perform(this.#tab, this.#ports.journal, chatVerbs.type, args);
  }

  closeTerminal(args: Args<'closeTerminal'> = {}): void {
    perform(this.#tab, this.#ports.journal, chatVerbs.closeTerminal, args);
  }

  /** Resolves when the session shown can be talked to. */
  ready(): Promise<void> {
    return this.until(({ state }) => state === 'ready');
  }

  /** Resolves when all that was said in the session shown, and not refused, is accepted and ended. */
  replied(): Promise<void> {
    return this.until(() => this.#allEnded());
  }

  /** Resolves when `look` says so, now or at a later change. */
  async until(look: (chat: Chat) => boolean): Promise<void> {
    await this.#waits.until(() => look(this) || undefined);
  }

  #allEnded(): boolean {
    const { shown, sender, state } = this.#tab;
    const coming = sender.outbox.of(shown.sessionId).filter(({ status }) => status !== 'refused');
    const settled = state === 'ready' || state === 'not-created';
    return settled && coming.length === 0 && shown.transcript.openTurns === 0;
  }

  #view() {
    const { state, input, sessionId, running, mode, owner, firstSent, draft } = this;
    return { state, input, sessionId, running, mode, owner, firstSent, draft };
  }

  #changed(): void {
    const view = this.#view();
    const text = JSON.stringify(view);
    if (text !== this.#lastView) {
      this.#lastView = text;
      this.#ports.journal.report('chat', view);
    }
    this.#waits.changed();
  }

  #rewritten(): void {
    const messages = this.messages.map(({ role, text, status, tools }) => ({ role, text, status, tools }));
    const transcript = { sessionId: this.sessionId, messages };
    const text = JSON.stringify(transcript);
    if (text === this.#lastTranscript) return;
    this.#lastTranscript = text;
    this.#ports.journal.report('transcript', transcript);
  }
}
