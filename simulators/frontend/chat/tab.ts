import type { LiveClientFrame, LiveServerFrame, LiveSession } from '../../../contracts/wire/index.ts';
import type { Ports } from '../../ports.ts';
import type { Waits } from '../../waits.ts';
import type { Rules } from '../rules.ts';
import { ChatApi, type LiveSessionsRead } from './api.ts';
import { Composer } from './composer.ts';
import { Conversation } from './conversation.ts';
import { Creation } from './creation.ts';
import { Incoming } from './incoming.ts';
import { LiveSocket, type LiveSocketUser } from './live-socket.ts';
import { Loading } from './loading.ts';
import type { Readiness } from './outbox.ts';
import type { Address } from './rules.ts';
import { Sender, type SenderTab } from './sender.ts';
import { Terminal } from './terminal.ts';
import { type ChatState, chatState } from './view.ts';
import { Watch } from './watch.ts';

export interface TabOptions {
  projectId: string;
  token: string;
  rules: Rules;
  keepAlive: number | null;
  waits: Waits;
  /** Something that is shown changed. */
  changed(): void;
  /** The messages changed, other than by a piece of a reply. */
  rewritten(): void;
}

/** What went wrong, as the person is told. */
export interface Notice {
  code: string;
  detail: string;
}

/** The memory of one tab and what it does: which session it shows, and how that comes to be, is loaded and watched. */
export class Tab implements LiveSocketUser, SenderTab {
  readonly rules: Rules;
  readonly address: Address;
  readonly api: ChatApi;
  readonly socket: LiveSocket;
  readonly sender: Sender;
  readonly watch: Watch;
  readonly terminal: Terminal;
  readonly creation: Creation;
  readonly composer: Composer;
  shown: Conversation;
  notice: Notice | null = null;
  hidden = false;
  closed = false;
  /** As last listed. */
  sessions: readonly LiveSession[] = [];
  /** A reply runs in the session shown, as far as the tab knows. */
  busy = false;
  readonly #ports: Ports;
  readonly #options: TabOptions;
  readonly #incoming: Incoming;
  readonly #loading: Loading;
  readonly #known = new Map<string, Conversation>();

  constructor(ports: Ports, options: TabOptions) {
    const { rules } = options;
    this.#ports = ports;
    this.#options = options;
    this.rules = rules;
    this.address = rules.address();
    this.api = new ChatApi(ports, options);
    this.socket = new LiveSocket(ports, options, this);
    this.sender = new Sender(ports, rules, this.socket, this);
    this.watch = new Watch(rules, this.socket);
    this.terminal = new Terminal(ports, options);
    this.#incoming = new Incoming(ports.clock, this);
    this.creation = new Creation(ports.random, this);
    this.composer = new Composer(this);
    this.#loading = new Loading(this);
    this.shown = this.#blank();
  }

  get state(): ChatState {
    return this.closed ? 'disconnected' : chatState(this.shown, this.socket.state);
  }

  conversation(sessionId: string): Conversation | undefined {
    return this.#known.get(sessionId);
  }

  remember(sessionId: string, conversation: Conversation): void {
    this.#known.set(sessionId, conversation);
  }

  /** Shows an empty session, which nobody made yet. */
  newSession(): void {
    const mode = this.rules.newSessionMode(this.shown.mode);
    this.notice = null;
    this.busy = false;
    this.address.sessionId = null;
    this.shown = this.#blank();
    this.shown.mode = mode;
    this.watch.leave();
    if (this.rules.createsAt === 'new-session') void this.creation.make(this.shown);
    this.rewritten();
  }

  /** Shows a session as the address bar names it: it is loaded, then watched. */
  open(sessionId: string): void {
    if (!this.#show(sessionId)) return;
    this.load(this.shown);
    this.rewritten();
  }

  /** Shows another session on the socket that is there: it is watched, then loaded. */
  switchTo(sessionId: string): void {
    if (!this.socket.canSpeak) {
      this.open(sessionId);
      return;
    }
    if (!this.#show(sessionId)) return;
    this.watch.enter(this.shown);
    this.rewritten();
  }

  hide(): void {
    this.hidden = true;
    this.watch.suspend(this.shown);
  }

  unhide(): void {
    this.hidden = false;
    this.watch.resume(this.shown);
  }

  reconnect(): void {
    this.notice = null;
    if (this.shown.loaded === 'failed') this.load(this.shown);
    if (this.socket.state === 'disconnected') this.socket.reconnect();
    this.changed();
  }

  /** The tab begins anew: of all it knew the address is left. */
  reload(): void {
    this.#forget();
    this.closed = false;
    if (this.address.sessionId === null) this.newSession();
    else this.open(this.address.sessionId);
  }

  close(): void {
    this.closed = true;
    this.#forget();
    this.terminal.close();
    this.changed();
  }

  async list(): Promise<LiveSessionsRead> {
    const read = await this.api.sessions();
    if (read.status === 'ok') this.sessions = read.rows;
    this.changed();
    return read;
  }

  load(conversation: Conversation): void {
    void this.#loading.load(conversation);
  }

  /** The session is not there: its id is free for the first message, which may be waiting. */
  missing(conversation: Conversation): void {
    conversation.missing();
    const waiting = this.sender.outbox.of(conversation.sessionId).some(({ status }) => status === 'queued');
    if (conversation === this.shown && waiting) void this.creation.make(this.shown);
  }

  /** It is loaded and watched: now it is known whether a reply runs. */
  ready(): void {
    this.busy = this.rules.runsAfterSwitch(this.busy, this.runs());
    if (this.hidden) this.watch.suspend(this.shown);
    this.sender.flush();
    this.changed();
  }

  /** Does a reply run, by what the session shown says and what of ours waits for its answer? */
  runs(): boolean {
    const { sessionId, running, transcript } = this.shown;
    const sent = this.sender.outbox.of(sessionId).some(({ status }) => status === 'sent');
    return sent || (running && transcript.openTurns > 0);
  }

  /** Looks again whether a reply runs; where none does, what waited for its end goes. */
  settle(): void {
    this.busy = this.runs();
    this.sender.flush();
    this.changed();
  }

  tell(code: string, detail = ''): void {
    this.notice = { code, detail };
    this.#ports.journal.report('notice', this.notice);
    this.changed();
  }

  readiness(sessionId: string): Readiness | null {
    const conversation = this.#known.get(sessionId);
    if (!conversation) return { firstSent: true, running: false };
    const { record, loaded, joined, firstSent } = conversation;
    if (record !== 'created') return null;
    if (conversation !== this.shown) return { firstSent, running: false };
    return loaded === 'yes' && joined === 'yes' ? { firstSent, running: this.busy } : null;
  }

  current(): string | null {
    return this.address.sessionId;
  }

  sending(sessionId: string): void {
    this.watch.sending(sessionId);
    const conversation = this.#known.get(sessionId);
    if (conversation) conversation.watched = true;
    if (conversation === this.shown) this.busy = true;
  }

  // What the socket asks and says.

  sessionForHello(): string | null {
    return this.shown.record === 'none' ? null : this.shown.sessionId;
  }

  needed(): boolean {
    const { unacknowledged, sessions } = this.sender.outbox;
    return this.sessionForHello() !== null || unacknowledged.length + sessions.length > 0;
  }

  speaks(): void {
    this.watch.join(this.shown);
    this.sender.again();
    this.sender.flush();
  }

  received(frame: LiveServerFrame, answered: LiveClientFrame | undefined): void {
    this.#incoming.received(frame, answered);
    this.#options.waits.changed();
  }

  lost(): void {
    const { terminalOnDrop } = this.rules;
    this.watch.lost();
    this.sender.lost();
    this.#incoming.lost();
    this.shown.joined = 'no';
    this.shown.owner = null;
    if (terminalOnDrop === 'stays' || this.terminal.state === 'closed') return;
    this.terminal.close();
    if (terminalOnDrop === 'reopens') this.terminal.open();
  }

  changed(): void {
    this.#options.changed();
  }

  rewritten(): void {
    this.#options.rewritten();
    this.changed();
  }

  #blank(): Conversation {
    const conversation = new Conversation(this.rules, null);
    conversation.record = 'none';
    return conversation;
  }

  /** false where it is shown as it is, since its record is being made. */
  #show(sessionId: string): boolean {
    this.notice = null;
    this.address.sessionId = sessionId;
    const known = this.#known.get(sessionId);
    if (known?.record === 'creating') {
      this.shown = known;
      this.rewritten();
      return false;
    }
    this.shown = new Conversation(this.rules, sessionId);
    this.shown.firstSent = known?.firstSent ?? false;
    this.#known.set(sessionId, this.shown);
    return true;
  }

  #forget(): void {
    this.sender.forget();
    this.socket.close();
    this.#known.clear();
    this.notice = null;
    this.hidden = false;
    this.busy = false;
  }
}
