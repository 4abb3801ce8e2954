import type { NewMessage } from '../../contracts/wire/index.ts';
import { type Answer, type Call, LinkError, type Ports } from '../ports.ts';
import type { Disk, SetAside, WorkspaceRecord } from './disk.ts';
import { Outbox } from './outbox.ts';
import type { Rules } from './rules.ts';

/** What all reporters of an agent share. */
export interface Surroundings {
  ports: Ports;
  rules: Rules;
  disk: Disk;
  /** Called after every step that someone may wait for. */
  changed(): void;
}

/** A call that was not a success. */
interface Trouble {
  /** null where there was no answer. */
  status: number | null;
  code: string | null;
  reason: string;
  /** Milliseconds the provider asks to be left alone; 0 where it does not. */
  wait: number;
  /** The token it was sent with. */
  token: string;
}

/**
 * Brings the messages of one workspace to its session, in order, at least once: one call under way at a time.
 * `kill` ends it as the end of its process would; another one then takes over from the disk.
 */
export class Reporter {
  readonly record: WorkspaceRecord;
  readonly #around: Surroundings;
  readonly #outbox: Outbox;
  /** Messages at the head of the outbox known to hold one the provider cannot take. */
  #suspects = 0;
  /** Attempts that failed since the last success. */
  #failures = 0;
  #draining = false;
  #dead = false;
  #cancelTimer: (() => void) | null = null;

  constructor(around: Surroundings, record: WorkspaceRecord) {
    this.#around = around;
    this.record = record;
    const { disk, rules, ports } = around;
    this.#outbox = new Outbox(disk.outbox(record.workspace.workspaceId), rules.outboxCapacity);
    if (this.#due()) this.#armFlush(Math.max(rules.flushInterval, record.notBefore - ports.clock.now()));
  }

  get waiting(): readonly NewMessage[] {
    return this.#outbox.messages;
  }

  get setAside(): SetAside[] {
    return this.#shelfAside().load();
  }

  /** Is there nothing left that it could bring? */
  get settled(): boolean {
    return this.record.reporting === 'ended' || this.waiting.length === 0;
  }

  add(message: NewMessage): void {
    if (!this.#outbox.add(message)) {
      this.#report('outbox-full', { messageId: message.messageId });
      return;
    }
    if (this.#due() && !this.#draining && !this.#cancelTimer) this.#armFlush(this.#around.rules.flushInterval);
  }

  /** Sends now what waits for the next flush. A delay before a retry is not cut short. */
  flush(): void {
    void this.#drain();
  }

  /** Says, once its outbox is empty, that the agent has completed. */
  complete(): void {
    this.#save({ completion: 'wanted' });
    void this.#drain();
  }

  renewToken(token: string): void {
    this.#save({ token, ...(this.record.reporting === 'unauthorized' && { reporting: 'on' as const }) });
    this.#failures = 0;
    void this.#drain();
  }

  /** The workspace was stopped: what it said until then is still brought. */
  stopWorkspace(): void {
    if (!this.record.running) return;
    this.#save({ running: false });
    this.#report('workspace-stopped', {});
    void this.#drain();
  }

  /** Its process ends: timers are cancelled, and an answer under way finds nobody. */
  kill(): void {
    this.#dead = true;
    this.#disarm();
  }

  #due(): boolean {
    return this.record.reporting === 'on' && (this.waiting.length > 0 || this.record.completion === 'wanted');
  }

  async #drain(): Promise<void> {
    if (this.#draining || this.#dead) return;
    this.#draining = true;
    this.#disarm();
    while (this.#due()) {
      const pause = this.waiting.length > 0 ? await this.#sendBatch() : await this.#sendCompletion();
      if (this.#dead) return;
      this.#around.changed();
      if (pause > 0) await this.#sleep(pause);
    }
    this.#draining = false;
  }

  /** Answers milliseconds to wait before the next call. */
  async #sendBatch(): Promise<number> {
    const { rules } = this.#around;
    const batch = this.waiting.slice(0, rules.batchSize(this.waiting, this.#suspects));
    const answer = await this.#ask('appendMessages', { messages: batch });
    if (this.#dead) return 0;
    if ('reason' in answer) return this.#trouble(batch, answer);
    const { acknowledged, rejected } = rules.readResults(batch, answer.body);
    const gone = new Set([...acknowledged, ...rejected.map(({ messageId }) => messageId)]);
    for (const { messageId, code } of rejected) {
      this.#keepAside(batch, messageId, answer.status, code);
      this.#report('rejected', { messageId, code });
    }
    this.#outbox.remove(gone);
    this.#suspects = Math.max(0, this.#suspects - gone.size);
    if (gone.size > 0) this.#failures = 0;
    if (rejected.some(({ code }) => rules.stopsAt(code))) return this.#end('session-stopped', {});
    const rest = batch.filter(({ messageId }) => !gone.has(messageId));
    return rest.length > 0 ? this.#retry(rest, 'not-acknowledged', 0) : 0;
  }

  async #sendCompletion(): Promise<number> {
    const answer = await this.#ask('completeAgent');
    if (this.#dead) return 0;
    if ('reason' in answer) return this.#trouble([], answer);
    return this.#completed();
  }

  #completed(): number {
    this.#failures = 0;
    this.#save({ completion: 'done' });
    return 0;
  }

  async #ask(operation: 'appendMessages' | 'completeAgent', body?: unknown): Promise<Answer | Trouble> {
    const { ports, rules } = this.#around;
    const { projectId, sessionId } = this.record.workspace;
    const { token } = this.record;
    const call: Call = { operation, params: { projectId, sessionId }, body, token, timeout: rules.requestTimeout };
    try {
      const answer = await ports.link.request(call);
      if (answer.status >= 200 && answer.status < 300) return answer;
      const wait = rules.retryAfter(answer.headers, ports.clock.now());
      return { status: answer.status, code: codeOf(answer.body), reason: `status ${answer.status}`, wait, token };
    } catch (error) {
      if (!(error instanceof LinkError)) throw error;
      return { status: null, code: null, reason: error.kind, wait: 0, token };
    }
  }

  /** `batch` is empty when the call was the completion. */
  #trouble(batch: readonly NewMessage[], { status, code, reason, wait, token }: Trouble): number {
    const { next, keep } = this.#around.rules.readStatus(status, code);
    if (!keep) this.#outbox.remove(new Set(batch.map(({ messageId }) => messageId)));
    switch (next) {
      case 'go-on':
        return batch.length > 0 ? 0 : this.#completed();
      case 'retry':
        return this.#retry(batch, reason, wait);
      case 'halve':
        return batch.length > 0 ? this.#halve(batch, status ?? 0, code) : this.#end('final', { status, code });
      case 'wait-for-token':
        if (token !== this.record.token) return 0; // It has a new one since.
        this.#save({ reporting: 'unauthorized' });
        this.#report('unauthorized', { status, code });
        return 0;
      case 'stop':
        return this.#end('session-stopped', {});
      case 'final':
        return this.#end('final', { status, code });
    }
  }

  #retry(batch: readonly NewMessage[], reason: string, wait: number): number {
    const { rules, ports } = this.#around;
    for (const message of batch) this.#outbox.replace(message, rules.retried(message, ports.random));
    this.#failures += 1;
    const delay = Math.max(rules.retryDelay(this.#failures, ports.random.fraction()), wait);
    if (wait > 0) this.#save({ notBefore: ports.clock.now() + delay });
    const what = batch.length > 0 ? 'batch-retry' : 'completion-retry';
    this.#report(what, { attempt: this.#failures, delay, reason });
    return delay;
  }

  #halve(batch: readonly NewMessage[], status: number, code: string | null): number {
    const [first, ...others] = batch;
    if (!first || others.length > 0) {
      this.#suspects = batch.length;
      return 0;
    }
    this.#suspects = 0;
    this.#keepAside(batch, first.messageId, status, code);
    this.#outbox.remove(new Set([first.messageId]));
    this.#report('set-aside', { messageId: first.messageId, status, code });
    return 0;
  }

  #end(report: 'session-stopped' | 'final', detail: object): number {
    this.#save({ reporting: 'ended' });
    this.#report(report, detail);
    return 0;
  }

  #keepAside(batch: readonly NewMessage[], messageId: string, status: number, code: string | null): void {
    const message = batch.find((sent) => sent.messageId === messageId);
    if (message) this.#shelfAside().append(messageId, { message, status, code });
  }

  #shelfAside() {
    return this.#around.disk.setAside(this.record.workspace.workspaceId);
  }

  #save(change: Partial<WorkspaceRecord>): void {
    Object.assign(this.record, change);
    this.#around.disk.workspaces.append(this.record.workspace.workspaceId, this.record);
  }

  #report(report: string, detail: object): void {
    const { workspaceId, sessionId } = this.record.workspace;
    this.#around.ports.journal.report(report, { workspaceId, sessionId, ...detail });
    this.#around.changed();
  }

  #armFlush(ms: number): void {
    this.#cancelTimer = this.#around.ports.clock.after(ms, () => {
      this.#cancelTimer = null;
      void this.#drain();
    });
  }

  #sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#cancelTimer = this.#around.ports.clock.after(ms, () => {
        this.#cancelTimer = null;
        resolve();
      });
    });
  }

  #disarm(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
  }
}

function codeOf(body: unknown): string | null {
  const isProblem = typeof body === 'object' && body !== null && 'code' in body && typeof body.code === 'string';
  return isProblem ? (body.code as string) : null;
}
