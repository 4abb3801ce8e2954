import type { LiveClientFrame } from '../../../contracts/wire/index.ts';
import type { ChatRules } from './rules.ts';

/** A frame that carries a prompt. */
export type PromptFrame = Extract<LiveClientFrame, { type: 'send' | 'interrupt' }>;

/** A message of the user that is not acknowledged. It belongs to its session, whatever is shown. */
export interface Entry {
  sessionId: string;
  clientMsgId: string;
  readonly kind: PromptFrame['type'];
  readonly text: string;
  /** It waits for the end of the running reply. */
  readonly waits: boolean;
  /** As it was sent first; null: it was not. */
  frame: PromptFrame | null;
  status: 'queued' | 'sent' | 'refused';
  /** It was refused, and its text stands in the input again. */
  kept: boolean;
  /** It was answered `unavailable` and will be sent again. */
  rests: boolean;
  /** How often it was sent again because of that. */
  retries: number;
}

/** Of one session, what decides whether its messages may go. */
export interface Readiness {
  firstSent: boolean;
  /** A reply is running. */
  running: boolean;
}

/** The messages of one tab on their way to the server, in the order in which they were said. */
export class Outbox {
  readonly #rules: Pick<ChatRules, 'queueLimit' | 'flushed' | 'waitsBehind'>;
  #entries: readonly Entry[] = [];

  constructor(rules: Pick<ChatRules, 'queueLimit' | 'flushed' | 'waitsBehind'>) {
    this.#rules = rules;
  }

  /** Queues a message; where the queue is full it is refused, and its text kept. */
  add(message: Pick<Entry, 'sessionId' | 'clientMsgId' | 'kind' | 'text' | 'waits'>): Entry {
    const full = this.#entries.filter(({ status }) => status === 'queued').length >= this.#rules.queueLimit;
    const entry: Entry = {
      ...message,
      frame: null,
      status: full ? 'refused' : 'queued',
      kept: full,
      rests: false,
      retries: 0,
    };
    this.#entries = [...this.#entries, entry];
    return entry;
  }

  find(clientMsgId: string): Entry | undefined {
    return this.#entries.find((entry) => entry.clientMsgId === clientMsgId);
  }

  of(sessionId: string | null): readonly Entry[] {
    return this.#entries.filter((entry) => entry.sessionId === sessionId);
  }

  /** Sessions with a message in the queue. */
  get sessions(): readonly string[] {
    return [...new Set(this.#entries.filter(({ status }) => status === 'queued').map(({ sessionId }) => sessionId))];
  }

  /** The messages of a session that may be sent now, in order. */
  sendable(sessionId: string, { firstSent, running }: Readiness): readonly Entry[] {
    const found: Entry[] = [];
    let runs = running;
    for (const entry of this.of(sessionId)) {
      // What comes after the first message, or after one that rests, waits for its acknowledgement.
      if (entry.status === 'sent' && (!firstSent || entry.rests)) break;
      if (entry.status !== 'queued') continue;
      if (entry.waits && this.#rules.waitsBehind(runs)) continue;
      found.push(entry);
      if (!firstSent) break;
      runs = true;
    }
    return found;
  }

  /** Sent, and not answered: to be sent again on a new connection, in order. */
  get unacknowledged(): readonly Entry[] {
    return this.#entries.filter(({ status }) => status === 'sent');
  }

  /** Puts the queue in the order in which it is sent. */
  flush(): void {
    const queued = this.#entries.filter(({ status }) => status === 'queued');
    this.#entries = [...this.#entries.filter(({ status }) => status !== 'queued'), ...this.#rules.flushed(queued)];
  }

  remove(gone: Entry): void {
    this.#entries = this.#entries.filter((entry) => entry !== gone);
  }

  refuse(entry: Entry): void {
    entry.status = 'refused';
    entry.kept = true;
    entry.rests = false;
  }

  /** Refused messages of a session whose text is kept. */
  kept(sessionId: string | null): readonly Entry[] {
    return this.of(sessionId).filter(({ kept }) => kept);
  }

  /** Queues what was kept once more, in its order. */
  retry(sessionId: string | null): void {
    for (const entry of this.kept(sessionId)) {
      entry.status = 'queued';
      entry.kept = false;
      entry.retries = 0;
    }
  }

  /** Something else stands in the input now. */
  letGo(sessionId: string | null): void {
    for (const entry of this.kept(sessionId)) entry.kept = false;
  }

  /** A session got another id before its record was made. */
  move(from: string, to: string): void {
    for (const entry of this.of(from)) entry.sessionId = to;
  }

  forget(): void {
    this.#entries = [];
  }
}
