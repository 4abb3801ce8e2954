import type { Answer, Call, Clock, Journal, Link, NodeCall, Ports, Random, SocketHandlers } from './ports.ts';
import { LinkError } from './ports.ts';

/** Lets everything run that waits for nothing but its turn. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Time that stands still until a test moves it. */
export class HandClock implements Clock {
  #now = Date.UTC(2026, 0, 1);
  #timers: { due: number; run: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  /** Timers that are armed. */
  get armed(): number {
    return this.#timers.length;
  }

  after(ms: number, run: () => void): () => void {
    const timer = { due: this.#now + ms, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** Moves time on; what is due runs when it is due, and settles before the next. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settle();
    for (;;) {
      const next = this.#timers.filter(({ due }) => due <= end).sort((a, b) => a.due - b.due)[0];
      if (!next) break;
      this.#timers = this.#timers.filter((timer) => timer !== next);
      this.#now = next.due;
      next.run();
      await settle();
    }
    this.#now = end;
  }
}

/** Ids by counting from 1001, and one fraction for all. */
export class HandRandom implements Random {
  fractions = 0;
  #count = 1000;

  uuid(): string {
    this.#count += 1;
    return uuid(this.#count);
  }

  fraction(): number {
    return this.fractions;
  }
}

/** A UUID that tells its number. */
export function uuid(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

interface Dialled {
  call: Pick<Call, 'operation' | 'params' | 'token'>;
  handlers: SocketHandlers;
  /** What the simulator sent, and `closed` where it closed. */
  sent: unknown[];
}

type Scripted = Answer | LinkError | 'never';

/** A link whose other end is the test. */
export class ScriptedLink implements Link {
  readonly calls: (Call & { at: number })[] = [];
  readonly sockets: Dialled[] = [];
  /** What the next calls are answered, before `answer` is asked. */
  readonly script: Scripted[] = [];
  readonly #clock: Clock;
  #handle: ((call: NodeCall) => Promise<Answer>) | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  answer: (call: Call) => Scripted = () => answered(200);

  async request(call: Call): Promise<Answer> {
    // As on the wire: what is changed later was sent as it was.
    this.calls.push({ ...call, body: structuredClone(call.body), at: this.#clock.now() });
    const answer = this.script.shift() ?? this.answer(call);
    await Promise.resolve();
    if (answer === 'never') return new Promise(() => {});
    if (answer instanceof LinkError) throw answer;
    return answer;
  }

  connect(call: Dialled['call'], handlers: SocketHandlers) {
    const socket: Dialled = { call, handlers, sent: [] };
    this.sockets.push(socket);
    return {
      send: (frame: unknown) => void socket.sent.push(frame),
      close: () => void socket.sent.push('closed'),
    };
  }

  async listen(handle: (call: NodeCall) => Promise<Answer>) {
    this.#handle = handle;
    return { url: 'http://node.test', close: async () => {} };
  }

  /** Asks the simulator as a provider would. */
  ask(call: NodeCall): Promise<Answer> {
    if (!this.#handle) throw new Error('Nobody listens.');
    return this.#handle(call);
  }
}

/** An answer with a JSON body. */
export function answered(status: number, body?: unknown, headers: Record<string, string> = {}): Answer {
  return { status, headers, body };
}

/** Keeps what a simulator says. */
export class Notebook implements Journal {
  readonly verbs: { name: string; args: unknown; refused?: string }[] = [];
  readonly reports: { report: string; detail: unknown }[] = [];

  verb(name: string, args: unknown, refused?: string): void {
    this.verbs.push({ name, args, ...(refused !== undefined && { refused }) });
  }

  report(report: string, detail: unknown): void {
    this.reports.push({ report, detail });
  }

  /** Details of all reports of one name. */
  of(report: string): unknown[] {
    return this.reports.filter((entry) => entry.report === report).map(({ detail }) => detail);
  }
}

/** Ports that are all in the hands of a test. */
export interface HandPorts extends Ports {
  clock: HandClock;
  random: HandRandom;
  link: ScriptedLink;
  journal: Notebook;
}

export function handPorts(): HandPorts {
  const clock = new HandClock();
  return { clock, random: new HandRandom(), link: new ScriptedLink(clock), journal: new Notebook() };
}
