import { Readable } from 'node:stream';
import type { Dispatcher, Pool } from 'undici';
import type { EventOf, History, WireMessage } from '../contracts/trace/index.ts';
import type { BareNode } from './bare-node.ts';
import { BareSocket } from './bare-socket.ts';
import { Renaming } from './renaming.ts';

export interface BareReplay {
  /** Milliseconds, without the time it took to rename ids. */
  ms: number;
  requests: number;
  /** Frames sent by the client. */
  frames: number;
  framesReceived: number;
  orders: number;
  /** Answers with another status than in the play. */
  differences: number;
}

type Deliver = EventOf<'deliver'>;
type Message<T extends WireMessage['type']> = Extract<WireMessage, { type: T }>;

/**
 * Sends the requests and client frames of a history once more, as a plain client would: one after the other in the
 * order in which they reached the target, each when the one before was answered. Nothing is recorded or checked.
 */
export class BareClient {
  readonly #pool: Pool;
  readonly #url: string;
  readonly #node: BareNode;
  readonly #renaming = new Renaming();
  readonly #sockets = new Map<number, BareSocket>();
  /** What was answered in the play, by operation. */
  readonly #answers = new Map<number, Message<'response'>>();
  readonly #done: BareReplay = { ms: 0, requests: 0, frames: 0, framesReceived: 0, orders: 0, differences: 0 };
  #renamed = 0;

  constructor(pool: Pool, url: string, node: BareNode) {
    this.#pool = pool;
    this.#url = url;
    this.#node = node;
  }

  /** @throws Error when an order or an answer that came in the play does not come. */
  async replay(history: History): Promise<BareReplay> {
    for (const event of history) {
      if (event.kind === 'send' && event.message.type === 'response' && !this.#answers.has(event.op)) {
        this.#answers.set(event.op, event.message);
      }
    }
    const begin = performance.now();
    try {
      for (const event of history) if (event.kind === 'deliver') await this.#again(event);
    } finally {
      for (const socket of this.#sockets.values()) socket.terminate();
    }
    for (const socket of this.#sockets.values()) this.#done.framesReceived += socket.received;
    return { ...this.#done, ms: performance.now() - begin - this.#renamed };
  }

  async #again(event: Deliver): Promise<void> {
    const { message } = event;
    if (event.actor !== 'target') {
      if (message.type === 'request') await this.#order(event, message);
    } else if (message.type === 'request') {
      if (event.operation === 'events') await this.#connect(event, message);
      else await this.#request(event, message);
    } else if (message.type === 'frame') await this.#frame(event, message);
    else if (message.type === 'close') this.#sockets.get(event.op)?.close(message.code);
  }

  async #request(event: Deliver, message: Message<'request'>): Promise<void> {
    const expected = this.#answers.get(event.op);
    if (event.operation === 'createProject') this.#learnNode(message.body);
    const { path, headers, body } = this.#rename(() => ({
      path: this.#renaming.text(message.path),
      headers: this.#renaming.record(message.headers),
      body: message.body === undefined ? null : this.#textOf(message.body),
    }));
    const chunked = headers['transfer-encoding'] === 'chunked';
    delete headers['transfer-encoding'];
    this.#done.requests += 1;
    const answer = await this.#pool.request({
      method: message.method as Dispatcher.HttpMethod,
      path,
      headers,
      body: chunked && body !== null ? Readable.from([Buffer.from(body)]) : body,
    });
    const text = await answer.body.text();
    if (answer.statusCode !== expected?.status) this.#done.differences += 1;
    if (text !== '') this.#rename(() => this.#renaming.learn(expected?.body, JSON.parse(text)));
  }

  #learnNode(body: unknown): void {
    const nodeUrl = typeof body === 'object' && body !== null && 'nodeUrl' in body ? body.nodeUrl : undefined;
    if (typeof nodeUrl === 'string') this.#renaming.name(nodeUrl, this.#node.url);
  }

  #textOf(body: unknown): string {
    const renamed = this.#renaming.value(body);
    return typeof renamed === 'string' ? renamed : JSON.stringify(renamed);
  }

  async #connect(event: Deliver, message: Message<'request'>): Promise<void> {
    const { path, headers } = this.#rename(() => ({
      path: this.#renaming.text(message.path),
      headers: this.#renaming.record(message.headers),
    }));
    const socket = new BareSocket(this.#url.replace(/^http/, 'ws') + path, headers);
    this.#sockets.set(event.op, socket);
    this.#done.requests += 1;
    await socket.opened();
  }

  async #frame(event: Deliver, message: Message<'frame'>): Promise<void> {
    const text = this.#rename(() => this.#textOf(message.body));
    this.#done.frames += 1;
    if (!(await this.#sockets.get(event.op)?.say(text)))
      throw new Error(`No answer to the frame ${text.slice(0, 60)} came.`);
  }

  async #order(event: Deliver, message: Message<'request'>): Promise<void> {
    const { workspaceId, sessionId } = this.#rename(() => ({
      workspaceId: this.#renaming.text(message.params.workspaceId ?? ''),
      sessionId: this.#renaming.text(sessionOf(message.body)),
    }));
    const order = await this.#node.take(
      (one) =>
        one.operation === event.operation &&
        (one.workspaceId === workspaceId || (sessionId !== '' && sessionOf(one.body) === sessionId)),
    );
    this.#done.orders += 1;
    if (!order) throw new Error(`The order ${event.operation} never came.`);
    this.#rename(() => this.#learnOrder(message, order));
  }

  #learnOrder(message: Message<'request'>, order: { workspaceId: string; body: unknown }): void {
    this.#renaming.name(message.params.workspaceId ?? '', order.workspaceId);
    this.#renaming.learn(message.body, order.body);
  }

  #rename<T>(work: () => T): T {
    const begin = performance.now();
    try {
      return work();
    } finally {
      this.#renamed += performance.now() - begin;
    }
  }
}

function sessionOf(body: unknown): string {
  return typeof body === 'object' && body !== null && 'sessionId' in body ? String(body.sessionId) : '';
}
