import type { FaultPlanInput, History, HistoryEvent, WireMessage } from '../../contracts/trace/index.ts';
import { faultPlan } from '../../contracts/trace/index.ts';
import { FaultMatcher } from './faults.ts';
import { RecordedLink } from './link.ts';
import { type Network, Numbers } from './network.ts';
import { Recorder } from './recorder.ts';
import type { Pacer } from './scheduler.ts';
import type { RawAnswer, RawCall, RawRequest, RawSocket, RawSocketHandlers, Transport } from './transport.ts';
import { VirtualScheduler } from './virtual-scheduler.ts';

/** A target that is always quiet and needs no clock. */
export const noPace: Pacer = { quiet: async () => {}, tell: async () => {} };

/** The target's end of a socket, in the hands of a test. */
export class ScriptedSocket implements RawSocket {
  /** What it took in: frames, `close` and its code, or `terminated`. */
  readonly taken: string[] = [];
  readonly headers: Record<string, string>;
  readonly #handlers: RawSocketHandlers;
  #gone = false;

  constructor(headers: Record<string, string>, handlers: RawSocketHandlers) {
    this.headers = headers;
    this.#handlers = handlers;
  }

  open(): void {
    if (!this.#gone) this.#handlers.open();
  }
  say(...frames: unknown[]): void {
    for (const frame of frames) this.#handlers.frame(typeof frame === 'string' ? frame : JSON.stringify(frame));
  }
  /** The target closes it. */
  end(code: number, refused?: RawAnswer): void {
    if (this.#gone) return;
    this.#gone = true;
    this.#handlers.close(code, '', refused);
  }
  send(text: string): void {
    this.taken.push(text);
  }
  close(code?: number): void {
    this.taken.push(`close ${code}`);
    queueMicrotask(() => this.end(code ?? 1005));
  }
  terminate(): void {
    this.taken.push('terminated');
    queueMicrotask(() => this.end(1006));
  }
}

/** A target in memory that does what a test says. */
export class ScriptedTransport implements Transport {
  readonly requests: RawRequest[] = [];
  readonly sockets: ScriptedSocket[] = [];
  /** What a request is answered; null: the connection breaks. */
  answer: (request: RawRequest) => RawAnswer | null = () => json(200, { tasks: [], nextCursor: null });
  /** What becomes of a socket. */
  upgrade: (socket: ScriptedSocket) => void = (socket) => socket.open();
  /** Asks whoever listens; resolves with the answer, null where the connection broke. */
  askNode: (request: RawRequest) => Promise<RawAnswer | null> = async () => null;

  async request(request: RawRequest): Promise<RawAnswer> {
    this.requests.push(request);
    const answer = this.answer(request);
    if (!answer) throw new Error('The connection broke.');
    return answer;
  }

  connect(_path: string, headers: Record<string, string>, handlers: RawSocketHandlers): RawSocket {
    const socket = new ScriptedSocket(headers, handlers);
    this.sockets.push(socket);
    queueMicrotask(() => this.upgrade(socket));
    return socket;
  }

  async listen(handle: (call: RawCall) => void) {
    this.askNode = (request) => new Promise((answer) => handle({ ...request, answer }));
    return { url: 'http://node.test', close: async () => {} };
  }

  async close(): Promise<void> {}
}

export function json(status: number, body: unknown): RawAnswer {
  const type = status < 400 ? 'application/json' : 'application/problem+json';
  return { status, headers: { 'content-type': type }, body: JSON.stringify(body) };
}

/** A stage in memory: virtual time, a scripted target, no inside. */
export class TestStage {
  readonly transport = new ScriptedTransport();
  readonly network: Network;

  constructor(plan: FaultPlanInput = [], seed = 1) {
    const recorder: Recorder = new Recorder(() => scheduler.now());
    const scheduler = new VirtualScheduler({ seed, start: 0, pacer: noPace, recorder: () => recorder });
    this.network = {
      scheduler,
      recorder,
      faults: new FaultMatcher(faultPlan.parse(plan), (alias) => alias),
      transport: this.transport,
      inside: null,
      numbers: new Numbers(),
      sockets: new Set(),
    };
  }

  link(actor = 'frontend', wanted?: 'wrong on purpose'): RecordedLink {
    return new RecordedLink(this.network, actor, wanted);
  }

  /** Plays a story to its end, and what it leaves under way after it. */
  async play<T>(story: () => Promise<T>): Promise<T> {
    const { scheduler } = this.network;
    return scheduler.play(
      story().then(async (result) => {
        await scheduler.settle();
        return result;
      }),
    );
  }

  get history(): History {
    return this.network.recorder.history;
  }

  /** The history, a line an event. */
  get lines(): string[] {
    return this.history.map(lineOf);
  }
}

function lineOf(event: HistoryEvent): string {
  switch (event.kind) {
    case 'send':
      return `${event.actor} sends ${brief(event.message, event.operation)}`;
    case 'deliver':
      return `${event.actor} gets ${brief(event.message, event.operation)}`;
    case 'drop':
      return `${event.actor} drops ${brief(event.message, event.operation)}: ${event.reason}`;
    case 'outcome':
      return `${event.actor} ends ${event.operation}: ${event.outcome}, ${event.status ?? event.code}`;
    case 'fault':
      return `fault ${event.fault}`;
    case 'violation':
      return `violation by ${event.by} in ${event.of}`;
    default:
      return event.kind;
  }
}

function brief(message: WireMessage, operation: string): string {
  switch (message.type) {
    case 'request':
      return operation;
    case 'response':
      return String(message.status);
    case 'frame': {
      const body = message.body as { type?: string; code?: string } | undefined;
      return body?.type ?? 'a frame';
    }
    case 'open':
      return 'open';
    case 'close':
      return `close ${message.code}`;
  }
}
