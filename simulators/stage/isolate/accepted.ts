/**
 * Sockets that a worker accepts itself (`server.accept()`), in an object or in its handler: they do not hibernate. What
 * comes in is counted and told to the worker's listeners without what the harness has put before it.
 */
import { takers } from './calls.ts';
import { telling } from './logs.ts';
import type { Origin } from './protocol.ts';
import { originOf, registerSocket, tagOf } from './sockets.ts';
import { changed, contextOf, enterContext, number, ownerOf, stage, working } from './state.ts';

type Listener = ((event: Event) => unknown) | { handleEvent(event: Event): unknown };

const heard = ['message', 'close', 'error'] as const;
type Heard = (typeof heard)[number];

/** Replaces the pairs of sockets. Must run before the worker's own modules. */
export function installAccepted(): void {
  const Pair = new Proxy(WebSocketPair, {
    construct(Real) {
      const pair = new Real();
      for (const end of [pair[0], pair[1]]) takeOver(end);
      return pair;
    },
  });
  Object.assign(globalThis, { WebSocketPair: Pair });
}

function takeOver(socket: WebSocket): void {
  const listeners = new Map<string, Set<Listener>>();
  const handlers = new Map<string, Listener>();
  const real = {
    accept: socket.accept.bind(socket),
    add: socket.addEventListener.bind(socket),
  };
  const tell = (event: Event) => {
    const told = [...(listeners.get(event.type) ?? []), ...[handlers.get(event.type) ?? []].flat()];
    return telling(() =>
      Promise.all(told.map((one) => (typeof one === 'function' ? one.call(socket, event) : one.handleEvent(event)))),
    );
  };
  for (const type of heard) {
    Object.defineProperty(socket, `on${type}`, {
      get: () => handlers.get(type) ?? null,
      set: (handler: Listener | null) => (handler ? handlers.set(type, handler) : handlers.delete(type)),
    });
  }
  const add = (type: string, listener: Listener, options?: { once?: boolean }) => {
    const known = listeners.get(type) ?? new Set();
    listeners.set(type, known);
    const once: Listener = (event) => {
      known.delete(once);
      return typeof listener === 'function' ? listener.call(socket, event) : listener.handleEvent(event);
    };
    known.add(options?.once ? once : listener);
  };
  Object.assign(socket, {
    addEventListener: add,
    removeEventListener: (type: string, listener: Listener) => listeners.get(type)?.delete(listener),
    accept(options?: WebSocketAcceptOptions) {
      const key = ownerOf.getStore();
      const id = contextOf.getStore()?.socket;
      const counted = id !== undefined && !stage.sockets.has(id);
      if (counted) {
        stage.sockets.set(id, { object: key ?? 'handler', taken: 0, sent: 0, stage: 'open', stays: true });
        registerSocket(socket, [tagOf(id)]);
      }
      for (const type of heard)
        real.add(type, (event: Event) => hear(type, event, counted ? id : undefined, key, tell));
      real.accept(options);
    },
  });
}

/** @param id number of the socket in this world; none: nobody counts it */
async function hear(
  type: Heard,
  event: Event,
  id: number | undefined,
  key: string | undefined,
  tell: (event: Event) => Promise<unknown>,
): Promise<void> {
  const socket = id === undefined ? undefined : stage.sockets.get(id);
  if (!socket) return void (await tell(event));
  if (type !== 'message') {
    socket.stage = 'ended';
    await under(key, { id: -number(), op: null }, () => tell(event));
    return;
  }
  const { origin, message } = originOf((event as MessageEvent).data);
  socket.taken += 1;
  changed();
  const work = () => tell(new MessageEvent('message', { data: message }));
  const taker = key === undefined ? undefined : takers.get(key);
  await under(key, origin, () => (taker ? taker(message, work) : work()));
}

function under(key: string | undefined, origin: Origin | undefined, work: () => unknown): Promise<unknown> {
  const run = async () => (origin ? contextOf.run(enterContext(origin), () => working(origin.id, work)) : work());
  return key === undefined ? run() : ownerOf.run(key, run);
}
