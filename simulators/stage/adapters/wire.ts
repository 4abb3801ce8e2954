import { AsyncLocalStorage } from 'node:async_hooks';
import { errors } from 'undici';
import type { RawMessage } from '../../../contracts/trace/index.ts';
import type { ProblemCode } from '../../../contracts/wire/index.ts';
import { parseBody } from '../bytes.ts';
import type { Recorder } from '../recorder.ts';
import type { Scheduler } from '../scheduler.ts';
import type { RawAnswer, RawSocket, Transport } from '../transport.ts';
import { AdapterFault } from './faults.ts';
import { WireAnswer } from './read-answer.ts';
import type { Secrets } from './secrets.ts';

export interface WireRequest {
  method: string;
  /** Path and query, from the base URL. */
  path: string;
  headers?: Record<string, string>;
  /** Sent as JSON; a string is sent as it is. */
  body?: unknown;
  /** Milliseconds until the answer is given up as lost. Default 10 000. */
  timeout?: number;
}

export interface WireOpening {
  path: string;
  headers?: Record<string, string>;
  /** A frame of the system, parsed; its text where it is not JSON. */
  frame(frame: unknown): void;
  /** The system, or the network (1006), has closed it. Not called after `close`. */
  close(code: number, reason: string): void;
}

export interface WireSocket {
  /** Sent as JSON; a string is sent as it is. */
  send(frame: unknown): void;
  close(code?: number): void;
}

/** There is no answer: the connection broke, or nothing came in time. The client of the contract sees it broken too. */
export class WireLost extends Error {}

/** Recorded bytes to one system: what an adapter says there, and what it hears, is in the trace as `wire` events. */
export class Wire {
  readonly #network: { scheduler: Scheduler; recorder: Recorder };
  readonly #transport: Transport;
  readonly #secrets: Secrets;
  readonly #causes = new AsyncLocalStorage<number | undefined>();
  readonly #sockets = new Set<RawSocket>();
  #count = 0;

  constructor(network: { scheduler: Scheduler; recorder: Recorder }, transport: Transport, secrets: Secrets) {
    this.#network = network;
    this.#transport = transport;
    this.#secrets = secrets;
  }

  /**
   * Says one request.
   *
   * @throws WireLost where there is no answer
   */
  async request({ method, path, headers = {}, body, timeout = 10_000 }: WireRequest): Promise<WireAnswer> {
    const number = this.#next();
    const sent = { ...headers };
    if (body !== undefined) sent['content-type'] ??= 'application/json';
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    this.#record('adapter', number, { type: 'request', method, path, headers: sent, body });
    const given = new AbortController();
    // Its name tells the scheduler that a request is under way: the play waits for it.
    const cancel = this.#network.scheduler.after(`adapter/${number}/timeout`, timeout, () => given.abort());
    let answer: RawAnswer;
    try {
      const request = { method, path, headers: sent, ...(text === undefined ? {} : { body: text }) };
      answer = await this.#transport.request(request, given.signal);
    } catch (error) {
      // A header that is none, for example: nothing was sent, and no network is to blame.
      if (error instanceof errors.InvalidArgumentError || error instanceof TypeError) {
        const said = this.#secrets.text(error.message.replace(/\.$/, ''));
        throw new AdapterFault(
          `ask ${method} ${this.#secrets.text(path)}`,
          said,
          'Correct the options, or the adapter.',
        );
      }
      const reason = given.signal.aborted ? `no answer within ${timeout} ms` : 'the connection broke';
      this.#record('network', number, { type: 'lost', reason });
      throw new WireLost(reason);
    } finally {
      cancel();
    }
    return this.#answered(number, `${method} ${path}`, answer);
  }

  /**
   * Opens a socket; resolves when it is open.
   *
   * @throws Refused where the upgrade is refused with a status that says so, WireLost where there is no connection
   */
  open(
    { path, headers = {}, frame, close }: WireOpening,
    refusals: Readonly<Record<number, ProblemCode>> = {},
  ): Promise<WireSocket> {
    const socket = this.#next();
    this.#record('adapter', socket, { type: 'request', method: 'GET', path, headers });
    return new Promise((resolve, reject) => {
      let state: 'new' | 'open' | 'closed' = 'new';
      const raw = this.#transport.connect(path, headers, {
        open: () => {
          state = 'open';
          this.#record('target', socket, { type: 'open' });
          resolve(side);
        },
        frame: (text) => {
          const body = parseBody(text);
          this.#record('target', socket, { type: 'frame', body });
          if (state !== 'closed') frame(body);
        },
        close: (code, reason, answer) => {
          this.#sockets.delete(raw);
          if (answer) {
            reject(this.#answered(socket, `GET ${path}`, answer).trouble('opened a socket', refusals));
            return;
          }
          this.#record(code === 1006 ? 'network' : 'target', socket, { type: 'close', code, reason });
          if (state === 'new') reject(new WireLost('the connection broke'));
          if (state === 'open') close(code, reason);
          state = 'closed';
        },
      });
      const side: WireSocket = {
        send: (body) => {
          if (state !== 'open') return;
          this.#record('adapter', socket, { type: 'frame', body });
          raw.send(typeof body === 'string' ? body : JSON.stringify(body));
        },
        close: (code = 1000) => {
          if (state !== 'open') return;
          state = 'closed';
          this.#record('adapter', socket, { type: 'close', code, reason: '' });
          raw.close(code === 1006 || code === 1005 ? 1000 : code);
        },
      };
      this.#sockets.add(raw);
    });
  }

  /** A text that is never recorded: a credential that the system handed out in the play. */
  secret(text: string): void {
    this.#secrets.learn(text);
  }

  /** Does work whose requests are recorded as caused by an event of the history. */
  causedBy<Value>(cause: number | undefined, work: () => Value): Value {
    return this.#causes.run(cause, work);
  }

  /** Breaks off its sockets. */
  close(): void {
    for (const socket of this.#sockets) socket.terminate();
  }

  /** What came is no answer the adapter knows: names the request and shows what came. */
  unexpected(what: string, came: unknown, expected: string): AdapterFault {
    const text = this.#secrets.text(JSON.stringify(came) ?? 'nothing');
    const brief = text.length > 300 ? `${text.slice(0, 299)}…` : text;
    return new AdapterFault(
      `understand ${this.#secrets.text(what)}`,
      `it is ${brief}, but ${expected} was expected`,
      'Correct the adapter, or the system if it is wrong.',
    );
  }

  #answered(number: number, request: string, { status, headers, body }: RawAnswer): WireAnswer {
    const parsed = parseBody(body);
    this.#record('target', number, { type: 'response', status, headers, body: parsed });
    return new WireAnswer(this, this.#secrets.text(request), status, headers, parsed);
  }

  #next(): number {
    this.#count += 1;
    return this.#count;
  }

  #record(by: 'adapter' | 'target' | 'network', number: number, message: RawMessage): void {
    const cause = this.#causes.getStore();
    const raw = this.#secrets.leaveOut(message);
    this.#network.recorder.record('wire', { actor: by, number, raw, ...(cause === undefined ? {} : { cause }) });
  }
}
