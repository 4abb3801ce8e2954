/** Wraps the default handler, and serves the control socket beside it. */
import unsafe from 'workerd:unsafe';
import { wrapEnvironment } from './bindings.ts';
import { wholeBody } from './bodies.ts';
import { native, schedulePoint } from './calls.ts';
import { telling, tellThrown } from './logs.ts';
import { counted } from './own.ts';
import {
  type Awaited,
  type Beginning,
  controlPath,
  type Motion,
  type Order,
  type Origin,
  originHeader,
  type Question,
  type State,
} from './protocol.ts';
import { changed, contextOf, enterContext, hasArrived, letGo, number, resetStage, stage, working } from './state.ts';
import { stillness } from './time.ts';

type Fetch = (request: Request, env: object, ctx: ExecutionContext) => Response | Promise<Response>;

/** What a worker may export as its default: an object with `fetch`, or a class of them. */
export type Entry =
  | { fetch: Fetch }
  | (new (
      ctx: ExecutionContext,
      env: object,
    ) => { fetch(request: Request): Response | Promise<Response> });

export interface StageOptions {
  /** Class name → binding name of its namespace. */
  namespaces: Record<string, string>;
  /** Switches a known bug of the worker on; null: none. */
  useMutant(id: string | null): void;
  /** The plans do not know which calls it makes; see `stage.loose`. */
  loose: boolean;
}

/** Answers as a Worker does, with its own environment. */
export function answerOf(entry: Entry, scope: string): Fetch {
  return (request, env, ctx) => {
    const around = countedContext(ctx);
    if (typeof entry === 'function') return new entry(around, wrapEnvironment(env, scope)).fetch(request);
    return entry.fetch(request, wrapEnvironment(env, scope), around);
  };
}

export function wrapHandler(entry: Entry, options: StageOptions): { fetch: Fetch } {
  stage.loose = options.loose;
  const answer = answerOf(entry, '');
  return {
    async fetch(request, env, ctx) {
      const url = new URL(request.url);
      if (url.pathname === controlPath) return openControl(env, options);
      const header = request.headers.get(originHeader);
      if (!header) return telling(() => answer(request, env, ctx));
      const origin = JSON.parse(header) as Origin;
      // The whole body is here before the request counts as inside: nothing of it is under way any more.
      const body = request.body ? await request.arrayBuffer() : null;
      const clean = new Request(request.url, { method: request.method, headers: request.headers, body });
      clean.headers.delete(originHeader);
      stage.inside.add(origin.id);
      const leave = () => {
        stage.inside.delete(origin.id);
        changed();
      };
      return contextOf
        .run(enterContext(origin), () =>
          working(origin.id, async () => {
            await schedulePoint(contextOf.getStore(), 'arrive');
            const given = await answerOrFailure(() => answer(clean, env, ctx));
            if (given.webSocket) return given;
            // Still inside: chunks of it may wait for timers, or for calls. A worker that is known has its answers whole.
            const body = stage.loose ? telling(() => wholeBody(given)) : given.body && given.arrayBuffer();
            return new Response(await body, given);
          }),
        )
        .finally(leave);
    },
  };
}

/** workerd by itself would break the connection after some errors; the platform never does. */
async function answerOrFailure(answer: () => Response | Promise<Response>): Promise<Response> {
  try {
    return await answer();
  } catch (error) {
    tellThrown(error);
    return new Response('Internal Server Error', { status: 500 });
  }
}

export function countedContext(ctx: ExecutionContext): ExecutionContext {
  const { waitUntil } = ctx;
  Object.assign(ctx, { waitUntil: (promise: Promise<unknown>) => waitUntil.call(ctx, counted(promise)) });
  return ctx;
}

function openControl(env: object, options: StageOptions): Response {
  const { 0: client, 1: server } = new WebSocketPair();
  server.accept();
  server.addEventListener('message', async (event) => {
    const { now, orders, awaits } = JSON.parse(String(event.data)) as Question;
    stage.now = now;
    for (const order of orders) carryOut(order, env, options);
    const motionNow = await stillness(awaits);
    server.send(JSON.stringify(stateOf(awaits, motionNow)));
  });
  return new Response(null, { status: 101, webSocket: client });
}

function carryOut(order: Order, env: object, options: StageOptions): void {
  switch (order.order) {
    case 'reset':
      resetStage();
      begin(order, options);
      return;
    case 'resume':
      begin(order, options);
      return;
    case 'open': {
      const gate = stage.gates.get(order.gate);
      if (gate) gate.opening = true;
      gate?.open();
      return;
    }
    case 'fire-timer': {
      const timer = stage.timers.get(order.timer);
      if (timer) timer.firing = true;
      timer?.settle(true);
      return;
    }
    case 'fire-alarm':
      void callObject(env, options, order.object, order.due === 'anyway' ? 'alarm-anyway' : 'alarm', order.origin);
      return;
    case 'look-up-alarm':
      void callObject(env, options, order.object, 'look-up-alarm', null);
      return;
    case 'let-go':
      void evict(env, options, order.objects.filter(letGo));
  }
}

function begin(world: Beginning, options: StageOptions): void {
  stage.seed = world.seed;
  stage.nonce = world.nonce;
  stage.logs = world.logs;
  stage.told = { said: 0, thrown: 0 };
  options.useMutant(world.mutant);
}

/** Takes objects out of memory, where they are there; their sockets hibernate. */
async function evict(env: object, options: StageOptions, keys: string[]): Promise<void> {
  await native(async () => {
    for (const key of keys) {
      const stub = stubOf(env, options, key);
      try {
        if (stub) await unsafe.evict(stub, { webSockets: 'hibernate' });
      } catch (error) {
        if (!String(error).includes('not currently running')) throw error;
      }
    }
  });
  stage.news.push({ news: 'let-go', objects: keys });
}

/** An object past all wrappers. */
function stubOf(env: object, options: StageOptions, key: string): DurableObjectStub | undefined {
  const [className = '', id = ''] = key.split('/');
  const namespace = (env as Record<string, DurableObjectNamespace>)[options.namespaces[className] ?? ''];
  return namespace?.get(namespace.idFromString(id));
}

/** Calls an object past all wrappers, for the harness alone. */
async function callObject(
  env: object,
  options: StageOptions,
  key: string,
  what: string,
  origin: Origin | null,
): Promise<void> {
  const stub = stubOf(env, options, key);
  if (!stub) return;
  const flight = number();
  stage.flights.set(flight, { state: 'sent', by: null });
  try {
    await stub.fetch(`http://stage/__stage/${what}`, {
      headers: { [originHeader]: JSON.stringify({ origin, flight }) },
    });
  } catch {
    // The object died in it: the news of its loss is there already.
  } finally {
    stage.flights.delete(flight);
  }
}

function stateOf(awaits: Awaited, motionNow: Motion): State {
  const news = stage.news;
  stage.news = [];
  return {
    arrived: hasArrived(awaits),
    motion: motionNow,
    left: awaits.requests.filter((id) => stage.contexts.has(id) && !stage.inside.has(id)),
    outbound: [...stage.outbound.keys()],
    sockets: [...stage.sockets].map(([id, socket]) => [id, socket.sent, socket.stage]),
    news,
  };
}
