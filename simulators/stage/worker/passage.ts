import { AsyncLocalStorage } from 'node:async_hooks';
import { type Origin, originHeader } from '../isolate/protocol.ts';
import type { Inside, Numbers } from '../network.ts';
import type { Scheduler } from '../scheduler.ts';
import type { RawSocket, Transport } from '../transport.ts';

/** What an adapter waits by where it looks again and again; see `until` of an adapter's tools. */
const looksAgain = 'adapter/until';

/**
 * Counts what goes into an isolate where an adapter stands between: links speak the contract to the adapter, and what
 * the adapter says for them in the wire of the worker carries their origins, and with these their faults.
 *
 * `outer` is laid around the adapter, `inner` goes under it, `inside` and `scheduler` take the places of the real ones.
 */
export class Passage {
  readonly inside: Inside;
  readonly #real: Inside;
  readonly #numbers: Numbers;
  /** For whom the adapter works. */
  readonly #origins = new AsyncLocalStorage<Origin>();
  /** Requests under way, of links and of the adapter, by the id of their origin. */
  readonly #underWay = new Map<number, number>();
  /** Ids under which something has gone into the isolate. */
  readonly #used = new Set<number>();
  #frame: Origin | undefined;

  constructor(real: Inside, numbers: Numbers) {
    this.#real = real;
    this.#numbers = numbers;
    this.inside = this.#forLinks();
  }

  outer(adapter: Transport): Transport {
    return {
      request: (raw, signal) => {
        const { origin, headers } = taken(raw.headers);
        return this.#within(origin, () => adapter.request({ ...raw, headers }, signal));
      },
      connect: (path, given, handlers) => {
        const { origin, headers } = taken(given);
        const socket = this.#within(origin, () => adapter.connect(path, headers, handlers));
        return {
          send: (text) => this.#sendFrame(socket, text),
          close: (code) => socket.close(code),
          terminate: () => socket.terminate(),
        };
      },
      listen: (handle) => adapter.listen(handle),
      close: () => adapter.close(),
      ...(adapter.speaker ? { speaker: adapter.speaker } : {}),
      lacks: (operation) => adapter.lacks?.(operation),
    };
  }

  inner(transport: Transport): Transport {
    return {
      ...transport,
      request: async (raw, signal) => {
        const origin = this.#origin();
        this.#used.add(origin.id);
        this.#begin(origin.id);
        try {
          return await transport.request({ ...raw, headers: { ...raw.headers, ...this.#headers(origin) } }, signal);
        } finally {
          this.#end(origin.id);
        }
      },
      connect: (path, headers, handlers) => this.#connect(transport, path, headers, handlers),
    };
  }

  /** Whoever looks again after a while waits for time to pass, and nothing is under way meanwhile. */
  scheduler(real: Scheduler): Scheduler {
    const after: Scheduler['after'] = (key, ms, fire, time) => {
      const id = this.#origins.getStore()?.id;
      if (key !== looksAgain || id === undefined || !this.#underWay.has(id)) return real.after(key, ms, fire, time);
      this.#end(id);
      const goOn = () => {
        this.#begin(id);
        return fire();
      };
      return real.after(key, ms, goOn, time);
    };
    return new Proxy(real, {
      get(target, name) {
        if (name === 'after') return after;
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
  }

  #forLinks(): Inside {
    const real = this.#real;
    const nothing = () => {};
    return {
      headersFor: (origin) => real.headersFor(origin),
      requestSent: (id) => this.#begin(id),
      requestEnded: (id) => this.#end(id),
      // The sockets of the links end at the adapter: those that it opens are counted.
      socketOpened: nothing,
      socketClosing: nothing,
      socketClosed: nothing,
      frameReceived: nothing,
      frameSent: (_socket, origin, text) => {
        this.#frame = origin;
        return text;
      },
      outboundSeen: (headers) => real.outboundSeen(headers),
      outboundEnded: (call) => real.outboundEnded(call),
      evict: () => real.evict(),
      get gated() {
        return real.gated;
      },
      set gated(gated) {
        real.gated = gated;
      },
    };
  }

  #connect(
    transport: Transport,
    path: string,
    headers: Record<string, string>,
    handlers: Parameters<Transport['connect']>[2],
  ): RawSocket {
    const origin = this.#ofItsOwn();
    const socket = this.#numbers.socket();
    let answered = false;
    const answer = () => {
      if (!answered) this.#end(origin.id);
      answered = true;
    };
    this.#begin(origin.id);
    const raw = transport.connect(
      path,
      { ...headers, ...this.#headers({ ...origin, socket }) },
      {
        open: () => {
          answer();
          this.#real.socketOpened(socket);
          handlers.open();
        },
        frame: (text) => {
          this.#real.frameReceived(socket);
          handlers.frame(text);
        },
        close: (code, reason, refused) => {
          answer();
          this.#real.socketClosed(socket);
          handlers.close(code, reason, refused);
        },
      },
    );
    return {
      send: (text) => raw.send(this.#real.frameSent(socket, this.#origin(), text)),
      close: (code) => {
        this.#real.socketClosing(socket);
        raw.close(code);
      },
      terminate: () => {
        this.#real.socketClosing(socket);
        raw.terminate();
      },
    };
  }

  /** What the adapter does about a frame at once belongs to it; until then the frame is under way. */
  #sendFrame(socket: RawSocket, text: string): void {
    const origin = this.#frame ?? this.#origin();
    this.#frame = undefined;
    this.#begin(origin.id);
    setImmediate(() => this.#end(origin.id));
    this.#origins.run(origin, () => socket.send(text));
  }

  #within<T>(origin: Origin | undefined, work: () => T): T {
    return origin ? this.#origins.run(origin, work) : work();
  }

  /** For whom the adapter works now; where it is nobody, a new one. */
  #origin(): Origin {
    return this.#origins.getStore() ?? { id: this.#numbers.msg(), op: null };
  }

  /** As `#origin`, with an id under which nothing has come into the isolate yet: it knows one socket by each. */
  #ofItsOwn(): Origin {
    const origin = this.#origin();
    const own = this.#used.has(origin.id) ? { id: this.#numbers.msg(), op: origin.op } : origin;
    this.#used.add(own.id);
    return own;
  }

  #headers(origin: Origin): Record<string, string> {
    return this.#real.headersFor({ ...origin, gated: this.#real.gated });
  }

  #begin(id: number): void {
    const count = this.#underWay.get(id) ?? 0;
    this.#underWay.set(id, count + 1);
    if (count === 0) this.#real.requestSent(id);
  }

  #end(id: number): void {
    const count = this.#underWay.get(id) ?? 0;
    if (count > 1) this.#underWay.set(id, count - 1);
    else if (this.#underWay.delete(id)) this.#real.requestEnded(id);
  }
}

/** Headers without the origin that a link has put among them, and that. Sockets are numbered where they are opened. */
function taken(given: Record<string, string>): { origin: Origin | undefined; headers: Record<string, string> } {
  const { [originHeader]: text, ...headers } = given;
  if (text === undefined) return { origin: undefined, headers };
  const { socket: _, ...origin } = JSON.parse(text) as Origin;
  return { origin, headers };
}
