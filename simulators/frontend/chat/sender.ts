import type { LiveServerFrame } from '../../../contracts/wire/index.ts';
import type { Ports } from '../../ports.ts';
import type { Rules } from '../rules.ts';
import type { LiveSocket } from './live-socket.ts';
import { type Entry, Outbox, type PromptFrame, type Readiness } from './outbox.ts';

type ErrorFrame = Extract<LiveServerFrame, { type: 'error' }>;

/** What the sender asks of the tab. */
export interface SenderTab {
  /** Of a session, what decides about its messages; null: it cannot take any now. */
  readiness(sessionId: string): Readiness | null;
  current(): string | null;
  /** A prompt goes to the wire. */
  sending(sessionId: string): void;
}

/** Brings the messages of a tab to the server: in order, each to its session, and again where the answer was lost. */
export class Sender {
  readonly outbox: Outbox;
  readonly #ports: Ports;
  readonly #rules: Rules;
  readonly #socket: LiveSocket;
  readonly #tab: SenderTab;
  readonly #resting = new Set<() => void>();

  constructor(ports: Ports, rules: Rules, socket: LiveSocket, tab: SenderTab) {
    this.outbox = new Outbox(rules);
    this.#ports = ports;
    this.#rules = rules;
    this.#socket = socket;
    this.#tab = tab;
  }

  /** Queues a message. */
  say(message: { sessionId: string; kind: PromptFrame['type']; text: string; waits: boolean }): Entry {
    const entry = this.outbox.add({ ...message, clientMsgId: this.#ports.random.uuid() });
    if (entry.status === 'refused') this.#ports.journal.report('queue-refused', { text: message.text });
    return entry;
  }

  /** On a new connection: what was not acknowledged, as it was and in order. */
  again(): void {
    this.#wake();
    for (const entry of this.outbox.unacknowledged) this.#transmit(entry);
    this.outbox.flush();
  }

  /** Sends what may go. */
  flush(): void {
    if (!this.#socket.canSpeak) return;
    for (const sessionId of this.outbox.sessions) {
      const readiness = this.#tab.readiness(sessionId);
      if (!readiness) continue;
      for (const entry of this.outbox.sendable(sessionId, readiness)) this.#transmit(entry);
    }
  }

  /** The prompt is stored: the answer with its text, where it was ours. */
  accepted(clientMsgId: string): Entry | undefined {
    const entry = this.outbox.find(clientMsgId);
    if (entry) this.outbox.remove(entry);
    return entry;
  }

  /** The prompt turned out to be stored: if it was given up, there is nothing to send again. */
  stored(clientMsgId: string): void {
    const entry = this.outbox.find(clientMsgId);
    if (entry?.status === 'refused') this.outbox.remove(entry);
  }

  /** A prompt was not taken. rests: it is sent again in a while. */
  failed(frame: PromptFrame, code: ErrorFrame['code']): 'rests' | 'refused' {
    const entry = this.outbox.find(frame.clientMsgId);
    if (!entry) return 'refused';
    if (code === 'unavailable' && entry.retries < this.#rules.unavailableRetries) {
      this.#rest(entry);
      return 'rests';
    }
    this.outbox.refuse(entry);
    return 'refused';
  }

  /** A message cannot be sent as it was: it becomes another, with the same text. */
  renew(clientMsgId: string): void {
    const entry = this.outbox.find(clientMsgId);
    if (!entry) return;
    entry.frame = null;
    entry.clientMsgId = this.#ports.random.uuid();
  }

  /** The connection is gone: what rested is sent with the rest on the next one. */
  lost(): void {
    this.#wake();
  }

  forget(): void {
    this.#wake();
    this.outbox.forget();
  }

  #rest(entry: Entry): void {
    entry.rests = true;
    entry.retries += 1;
    const cancel = this.#ports.clock.after(this.#rules.unavailableDelay, () => {
      this.#resting.delete(cancel);
      entry.rests = false;
      this.#transmit(entry);
      this.flush();
    });
    this.#resting.add(cancel);
  }

  #wake(): void {
    for (const cancel of this.#resting) cancel();
    this.#resting.clear();
    for (const entry of this.outbox.unacknowledged) entry.rests = false;
  }

  #transmit(entry: Entry): void {
    const { random } = this.#ports;
    const frame = entry.frame ? this.#rules.again(entry.frame, random) : this.#frameOf(entry);
    entry.frame = frame;
    entry.clientMsgId = frame.clientMsgId;
    entry.status = 'sent';
    this.#tab.sending(entry.sessionId);
    this.#socket.send(frame);
  }

  #frameOf(entry: Entry): PromptFrame {
    const { clientMsgId, text: prompt } = entry;
    const sessionId = this.#rules.sessionOf(entry, this.#tab.current());
    if (entry.kind === 'interrupt') return { type: 'interrupt', sessionId, clientMsgId, prompt };
    const firstSent = this.#tab.readiness(entry.sessionId)?.firstSent ?? false;
    return { type: 'send', sessionId, clientMsgId, prompt, resume: this.#rules.resumes(firstSent) };
  }
}
