/** Wraps the default handler, and serves the control socket beside it. */
import { wrapEnvironment } from './bindings.ts';
import { schedulePoint } from './calls.ts';
import { controlPath, type Motion, type Origin, originHeader, type Question, type State } from './protocol.ts';
import { contextOf, enterContext, letGo, motion, number, resetStage, stage, working } from './state.ts';
import { stillness } from './time.ts';

type Fetch = (request: Request, env: object, ctx: ExecutionContext) => Response | Promise<Response>;

export interface StageOptions {
  /** Class name → binding name of its namespace. */
  namespaces: Record<string, string>;
  /** Switches a known bug of the worker on; null: none. */
  useMutant(id: string | null): void;
}

export function wrapHandler(handler: { fetch: Fetch }, options: StageOptions): { fetch: Fetch } {
  return {
    async fetch(request, env, ctx) {
      const url = new URL(request.url);
      if (url.pathname === controlPath) return openControl(env, options);
      const header = request.headers.get(originHeader);
      if (!header) return handler.fetch(request, wrapEnvironment(env), ctx);
      const origin = JSON.parse(header) as Origin;
      // The whole body is here before the request counts as inside: nothing of it is under way any more.
      const body = request.body ? await request.arrayBuffer() : null;
      const clean = new Request(request.url, { method: request.method, headers: request.headers, body });
      clean.headers.delete(originHeader);
      stage.inside.add(origin.id);
      const leave = () => stage.inside.delete(origin.id);
      const response = await contextOf
        .run(enterContext(origin), () =>
          working(origin.id, async () => {
            await schedulePoint(contextOf.getStore(), 'arrive');
            return handler.fetch(clean, wrapEnvironment(env), ctx);
          }),
        )
        .finally(leave);
      if (response.webSocket) return response;
      return new Response(response.body ? await response.arrayBuffer() : null, response);
    },
  };
}

function openControl(env: object, options: StageOptions): Response {
  const { 0: client, 1: server } = new WebSocketPair();
  server.accept();
  server.addEventListener('message', async (event) => {
    const question = JSON.parse(String(event.data)) as Question;
    answer(question, env, options);
    // Judged now, at the start of a turn, when no promise is half way: after a wait it is not, and is asked again.
    const motionNow = motion();
    if (question.ask === 'state' && motionNow !== 'none') await stillness();
    server.send(JSON.stringify(state(motionNow)));
  });
  return new Response(null, { status: 101, webSocket: client });
}

function answer(question: Question, env: object, options: StageOptions): void {
  switch (question.ask) {
    case 'reset':
      resetStage(question.now, question.seed);
      stage.nonce = question.nonce;
      options.useMutant(question.mutant);
      return;
    case 'resume':
      stage.now = question.now;
      stage.seed = question.seed;
      stage.nonce = question.nonce;
      options.useMutant(question.mutant);
      return;
    case 'time':
      stage.now = question.now;
      return;
    case 'state':
      return;
    case 'open': {
      const gate = stage.gates.get(question.gate);
      if (gate) gate.opening = true;
      gate?.open();
      return;
    }
    case 'fire-timer': {
      const timer = stage.timers.get(question.timer);
      if (timer) timer.firing = true;
      timer?.settle(true);
      return;
    }
    case 'fire-alarm':
      void callObject(
        env,
        options,
        question.object,
        question.due === 'anyway' ? 'alarm-anyway' : 'alarm',
        question.origin,
      );
      return;
    case 'look-up-alarm':
      void callObject(env, options, question.object, 'look-up-alarm', null);
      return;
    case 'let-go':
      stage.news.push({ news: 'let-go', objects: question.objects.filter(letGo) });
      return;
    case 'frame': {
      const waiting = stage.frames.get(question.socket) ?? [];
      waiting.push(question.origin);
      stage.frames.set(question.socket, waiting);
    }
  }
}

/** Reaches an object past all wrappers, for the harness alone. */
async function callObject(
  env: object,
  options: StageOptions,
  key: string,
  what: string,
  origin: Origin | null,
): Promise<void> {
  const [className = '', id = ''] = key.split('/');
  const namespace = (env as Record<string, DurableObjectNamespace>)[options.namespaces[className] ?? ''];
  if (!namespace) return;
  const flight = number();
  stage.flights.set(flight, { state: 'sent', by: null });
  try {
    const stub = namespace.get(namespace.idFromString(id));
    await stub.fetch(`http://stage/__stage/${what}`, {
      headers: { [originHeader]: JSON.stringify({ origin, flight }) },
    });
  } catch {
    // The object died in it: the news of its loss is there already.
  } finally {
    stage.flights.delete(flight);
  }
}

function state(motionNow: Motion): State {
  const news = stage.news;
  stage.news = [];
  return {
    motion: motionNow,
    inside: [...stage.inside],
    outbound: [...stage.outbound.keys()],
    sockets: [...stage.sockets].map(([id, socket]) => [id, socket.taken, socket.sent, socket.stage]),
    news,
  };
}
