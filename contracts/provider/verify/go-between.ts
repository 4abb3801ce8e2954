import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer, json, text } from 'node:stream/consumers';
import { z } from 'zod';
import { socketState, socketStateName } from '../socket-state.ts';
import { type StateDescription, states } from '../states.ts';
import { reasonOf } from './cannot-verify.ts';
import { converse } from './conversation.ts';
import { generated, generators, MissingValue, type Values } from './fill.ts';
import { forward } from './forward.ts';
import { ConversationFailed, type Frame } from './frames.ts';
import { answers } from './reach.ts';
import { changeState, type StateChange, stateChange } from './state-changes.ts';

/** What the verifier asked for, in its order, and why it could not be had. */
export type Event =
  | { kind: 'state'; change: StateChange; values: Values; trouble: string | null }
  | { kind: 'request' | 'message'; trouble: string | null; said?: unknown };

export interface GoBetween {
  /** Below it the verifier finds the provider as `/provider`, and `/states` and `/messages`. */
  port: number;
  events: readonly Event[];
  /** Resolves with the reason once the provider answers nothing at all any more. */
  lost: Promise<string>;
  stop(): void;
}

export interface GoBetweenOptions {
  providerUrl: string;
  statesUrl: string | undefined;
  /** Milliseconds that a frame may take. */
  frameTimeout: number;
  signal: AbortSignal;
  /** Which requests and messages, counted from 0, were judged before to have failed: the verifier is to say so too. */
  condemned?: ReadonlySet<number>;
}

const message = z.object({
  description: z.string(),
  providerStates: z.array(z.object({ name: z.string(), params: z.unknown().optional() })).default([]),
  request: z
    .object({
      contents: z.object({ content: z.unknown() }).optional(),
      generators: z.object({ body: generators.default({}) }).optional(),
    })
    .optional(),
});
type Message = z.infer<typeof message>;

/**
 * Stands between Pact's verifier and the provider, on loopback. The verifier asks for one interaction after another, so
 * that what is known of the states is about the interaction under way. It is on the way of the requests too, because the
 * verifier takes all from one host, and because a provider that is gone would end the verifier.
 */
export async function startGoBetween(options: GoBetweenOptions): Promise<GoBetween> {
  const { providerUrl, statesUrl, frameTimeout, signal, condemned = new Set() } = options;
  const events: Event[] = [];
  const lost = Promise.withResolvers<string>();
  let values: Record<string, unknown> = {};
  let fresh = true;

  async function changed(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const change = stateChange.parse(await json(request));
    const isSetup = change.action === 'setup';
    if (isSetup && (fresh || isBase(change.state))) values = {};
    const { values: answered, trouble } = await changeState(change, statesUrl, signal);
    if (isSetup) Object.assign(values, answered);
    fresh = !isSetup || trouble !== null;
    events.push({ kind: 'state', change, values: isSetup ? (answered ?? {}) : {}, trouble });
    if (trouble === null) return reply(response, 200, answered);
    await look();
    // Never a 5xx: the verifier would ask again for minutes.
    reply(response, 400, { detail: trouble });
  }

  /** Is the next that the verifier asks for one that has failed whatever it finds? */
  function isCondemned(): boolean {
    return condemned.has(events.filter(({ kind }) => kind !== 'state').length);
  }

  async function told(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = await text(request);
    fresh = true;
    if (isCondemned()) return condemn('message', response);
    try {
      const { frame, socket } = await frameOf(message.parse(JSON.parse(asked)));
      events.push({ kind: 'message', trouble: null, said: frame.content });
      const metadata = { contentType: 'application/json', socket };
      response.writeHead(200, {
        'Content-Type': 'application/json',
        'Pact-Message-Metadata': Buffer.from(JSON.stringify(metadata)).toString('base64'),
      });
      response.end(frame.text);
    } catch (error) {
      const isForeseen = error instanceof ConversationFailed || error instanceof MissingValue;
      const trouble = isForeseen ? error.message : `The frame could not be asked for: ${String(error)}`;
      events.push({ kind: 'message', trouble });
      await look();
      reply(response, 400, { detail: trouble });
    }
  }

  async function frameOf({ providerStates, request }: Message): Promise<{ frame: Frame; socket: string }> {
    const state = providerStates.find(({ name }) => name === socketStateName);
    if (!state)
      throw new ConversationFailed(`The pact has no state "${socketStateName}" that says where the frame comes.`);
    const socket = socketState.parse(state.params);
    const content = generated(request?.contents?.content, request?.generators?.body ?? {}, values);
    const frame = await converse({
      providerUrl,
      socket,
      values,
      request: request ? { content } : null,
      timeout: frameTimeout,
      signal,
      async passTime(seconds) {
        const change: StateChange = { action: 'setup', state: 'time has passed', params: { seconds } };
        const { trouble } = await changeState(change, statesUrl, signal);
        if (trouble !== null) throw new ConversationFailed(trouble);
      },
    });
    if (frame.content === undefined)
      throw new ConversationFailed(`The frame that came is no JSON: ${frame.text.slice(0, 200)}`);
    return { frame, socket: new URL(socket.path, 'http://provider').pathname.split('/').at(-1) ?? '' };
  }

  async function passedOn(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    const body = await buffer(request);
    fresh = true;
    if (isCondemned()) return condemn('request', response);
    try {
      const { method = 'GET', rawHeaders } = request;
      const answer = await forward(providerUrl, { method, path, rawHeaders, body }, signal);
      // The verifier would follow it, and the clients do not.
      const isRedirect = answer.status >= 300 && answer.status < 400 && answer.status !== 304;
      const trouble = isRedirect
        ? `The provider redirects ${method} ${path} (${answer.status}); clients do not follow.`
        : null;
      events.push({ kind: 'request', trouble, said: parsed(answer.body) });
      if (isRedirect) return reply(response, 502, { detail: trouble });
      response.writeHead(answer.status, answer.rawHeaders).end(answer.body);
    } catch (error) {
      const trouble = `The provider gave no whole answer to ${request.method} ${path} (${reasonOf(error)}).`;
      events.push({ kind: 'request', trouble });
      await look();
      reply(response, 502, { detail: trouble });
    }
  }

  function condemn(kind: 'request' | 'message', response: ServerResponse): void {
    events.push({ kind, trouble: null });
    reply(response, 409, { detail: 'It was judged to have failed.' });
  }

  /** Was that one connection, or is the provider gone? */
  async function look(): Promise<void> {
    const why = await answers(providerUrl, signal);
    if (why !== null) lost.resolve(why);
  }

  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    const below = path.startsWith('/provider') ? path.slice('/provider'.length) : null;
    const done =
      below !== null
        ? passedOn(request, response, below)
        : path === '/states'
          ? changed(request, response)
          : path === '/messages'
            ? told(request, response)
            : passedOn(request, response, path);
    done.catch((error: unknown) => reply(response, 400, { detail: String(error) }));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    events,
    lost: lost.promise,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** A state that begins anew, as opposed to one that changes what is there. */
function isBase(state: string): boolean {
  const known: StateDescription | undefined = Object.hasOwn(states, state)
    ? states[state as keyof typeof states]
    : undefined;
  return known !== undefined && known.modifies !== true;
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(String(body));
  } catch {
    return undefined;
  }
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  if (response.headersSent) return void response.destroy();
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}
