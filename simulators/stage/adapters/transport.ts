import { randomUUID } from 'node:crypto';
import {
  matchRoute,
  type NodeOperationName,
  nodeOperations,
  type Operation,
  type OperationName,
  operationOf,
  type SocketName,
  sockets,
} from '../../../contracts/wire/index.ts';
import { parseBody, rawAnswer, refusal } from '../bytes.ts';
import { PlayFault } from '../play-fault.ts';
import type { Recorder } from '../recorder.ts';
import type { Scheduler } from '../scheduler.ts';
import type { Listening, RawAnswer, RawCall, RawRequest, Transport } from '../transport.ts';
import type { Adapter, Bound, Loose } from './adapter.ts';
import { AdapterFault, NotOffered } from './faults.ts';
import { Ids } from './ids.ts';
import { orderingNode } from './node.ts';
import { Refused } from './refused.ts';
import { Secrets, secretsOf } from './secrets.ts';
import { type AdapterSocket, openSocket } from './socket.ts';
import type { Patience, Tools } from './tools.ts';
import { Wire, WireLost } from './wire.ts';

export interface AdapterNetwork {
  scheduler: Scheduler;
  recorder: Recorder;
  /** Takes out what must not be seen. Default: one of its own. */
  secrets?: Secrets;
  /** Makes UUIDs for adapters. Default: by chance, since a real system keeps those of earlier plays. */
  uuid?: () => string;
}

/**
 * The wire of the contract for one play, spoken by an adapter to the system behind `inner`.
 *
 * @param options as `readOptions` read them
 */
export class AdapterTransport implements Transport {
  readonly speaker = 'adapter';
  readonly #adapter: Adapter;
  readonly #options: Record<string, unknown>;
  readonly #network: AdapterNetwork;
  readonly #wire: Wire;
  readonly #bound: Bound;
  readonly #over = new AbortController();
  #handleOrder: ((call: RawCall) => void) | undefined;

  constructor(adapter: Adapter, options: Record<string, unknown>, inner: Transport, network: AdapterNetwork) {
    this.#adapter = adapter;
    this.#options = options;
    this.#network = network;
    const { secrets = new Secrets() } = network;
    for (const text of secretsOf(adapter.options, options)) secrets.learn(text);
    this.#wire = new Wire(network, inner, secrets);
    const node = orderingNode(() => this.#handleOrder);
    const tools: Tools<Record<string, unknown>> = {
      options,
      wire: this.#wire,
      ids: new Ids(),
      node,
      now: () => network.scheduler.now(),
      newId: network.uuid ?? randomUUID,
      until: (what, look, patience) => this.#until(what, look, patience),
      beside: (work) => void work.catch((error) => this.#fail(error, 'go on beside the play')),
      lacks: (what) => new NotOffered(`the adapter ${adapter.name} has no ${what}`),
    };
    this.#bound = adapter.connect(tools);
  }

  lacks(operation: OperationName | NodeOperationName): string | undefined {
    const { name, orders } = this.#adapter;
    const lacking = `the adapter ${name} has no ${operation}`;
    if (isProviders(operation)) return this.#adapter.has(operation) ? undefined : lacking;
    if (typeof orders === 'boolean') return orders ? undefined : lacking;
    return this.#options[orders] === undefined ? `${lacking} without the option ${orders}` : undefined;
  }

  async request(raw: RawRequest): Promise<RawAnswer> {
    const { operation, asked } = this.#read(raw);
    if (operation === 'describe') return rawAnswer(this.#description());
    try {
      const answer = await this.#within(() => this.#bound.carry(operation, asked));
      if (answer instanceof Refused) return refusalOf(answer);
      return rawAnswer({ status: answer.status, headers: {}, body: answer.body });
    } catch (error) {
      if (error instanceof Refused) return refusalOf(error);
      throw this.#faultOf(error, `carry out ${operation}`);
    }
  }

  connect(path: string, headers: Record<string, string>, handlers: Parameters<Transport['connect']>[2]): AdapterSocket {
    const { operation, asked } = this.#read({ method: 'GET', path, headers });
    if (!isSocket(operation)) throw this.#cannotSay(`a socket of ${operation}`);
    return openSocket(operation, handlers, {
      open: (client) => this.#within(() => this.#bound.open(operation, asked, client)),
      fail: (error, what) => this.#fail(error, what),
      cannotSay: (what) => this.#cannotSay(what),
      refusalOf,
    });
  }

  /** No other side comes to it: the adapter hands on what the system asks of a node. */
  async listen(handle: (call: RawCall) => void): Promise<Listening> {
    this.#handleOrder = handle;
    return {
      url: 'http://node.invalid',
      close: async () => {
        this.#handleOrder = undefined;
      },
    };
  }

  async close(): Promise<void> {
    this.#over.abort();
    this.#wire.close();
  }

  #read({ method, path, headers, body }: RawRequest): { operation: OperationName; asked: Loose } {
    const match = matchRoute(method, path);
    if (typeof match === 'string' || !isProviders(match.operation)) {
      throw this.#cannotSay('what is no operation of the contract');
    }
    const { operation, params, query } = match;
    const lacking = this.lacks(operation);
    if (lacking !== undefined) throw new NotOffered(lacking);
    const known: Operation = operationOf(operation);
    const part = (what: 'params' | 'query' | 'headers' | 'body', value: unknown): unknown => {
      const schema = known[what];
      if (!schema) return what === 'body' ? undefined : {};
      const read = schema.safeParse(value);
      if (read.success) return read.data;
      throw this.#cannotSay(`what is not as the contract says (${what} of ${operation})`);
    };
    const token = /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1] ?? null;
    const asked = {
      params: part('params', params),
      query: part('query', query),
      headers: part('headers', headers),
      body: part('body', parseBody(body ?? '')),
      token,
    };
    return { operation, asked };
  }

  #cannotSay(what: string): NotOffered {
    return new NotOffered(`the adapter ${this.#adapter.name} cannot say ${what}`);
  }

  #description() {
    const { title: name, capabilities, guarantees } = this.#adapter;
    return { status: 200, headers: {}, body: { name, capabilities, guarantees } };
  }

  /** What is said outside while `work` lasts was caused by what the play does now. */
  #within<Value>(work: () => Value): Value {
    return this.#wire.causedBy(this.#network.recorder.cause, work);
  }

  async #until<Value>(
    what: string,
    look: () => Value | undefined | Promise<Value | undefined>,
    { within = 10_000, every = 100 }: Patience = {},
  ): Promise<Value> {
    const { scheduler } = this.#network;
    const last = scheduler.now() + within;
    for (;;) {
      const seen = await look();
      if (seen !== undefined) return seen;
      if (scheduler.now() >= last) {
        throw new AdapterFault(`see ${what}`, `it was not there within ${within} ms`, 'Look into the system.');
      }
      await new Promise<void>((resolve) => void scheduler.after('adapter/until', every, resolve));
    }
  }

  /** Whatever an adapter throws: a lost connection stays one, all else ends the play in words. */
  #faultOf(error: unknown, what: string): unknown {
    if (error instanceof PlayFault || error instanceof WireLost) return error;
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return new AdapterFault(what, `the adapter ${this.#adapter.name} broke down (${reason})`, 'Correct the adapter.');
  }

  /** Ends the play: nobody waits for what failed. A connection that is lost beside the play is no end of it. */
  #fail(error: unknown, what: string): void {
    const fault = this.#faultOf(error, what);
    if (fault instanceof WireLost || this.#over.signal.aborted) return;
    this.#network.scheduler.post({
      key: 'adapter/fault',
      release() {
        throw fault;
      },
    });
  }
}

function refusalOf({ code, message, retryAfter }: Refused): RawAnswer {
  const answer = refusal(code, message);
  return rawAnswer(
    retryAfter ? { ...answer, headers: { ...answer.headers, 'retry-after': String(retryAfter) } } : answer,
  );
}

function isProviders(operation: OperationName | NodeOperationName): operation is OperationName {
  return !Object.hasOwn(nodeOperations, operation);
}

function isSocket(operation: string): operation is SocketName {
  return Object.hasOwn(sockets, operation);
}
