import { type AnyHandler, HttpResponse, http, type WebSocketHandlerConnection, ws } from 'msw';
import { assemble } from './assemble.ts';
import type { HttpMock, Mock, MockOptions } from './mock.ts';
import { partsOf } from './request.ts';
import type { ReceivedFrame, SocketMock } from './sockets.ts';

export type { Mock, MockOptions, SeenRequest } from './mock.ts';
export { lost, pact, type Step, type Steps, status, times, twice } from './script.ts';
export type { ReceivedFrame } from './sockets.ts';
export type { InteractionChoice, StateChoice, States } from './states.ts';

export interface MswOptions extends MockOptions {
  /**
   * Where the API is. Everything below it is the mock’s: what the pact has no answer for is answered 501. Default: at
   * any host; requests for paths that are not in the pact are then left to other handlers.
   */
  baseUrl?: string;
}

/** A mock for msw, in browsers and in Node. */
export interface MswMock extends Mock {
  /** For `setupWorker` or `setupServer`. */
  readonly handlers: AnyHandler[];
  /** Sends a frame that nobody asked for to all its open sockets. @throws Error where there is no such frame, or no such socket open */
  frame(description: string): void;
  /** All frames of clients so far, in order. */
  readonly received: readonly ReceivedFrame[];
}

type Client = WebSocketHandlerConnection['client'];

/**
 * Handlers that answer as a pact promises, and the way to steer them. `pact` is the parsed JSON of a Pact V4 file.
 * Sockets are those of the global `WebSocket`. One mock does for a file of tests: `reset` it before each.
 * @throws Error where it is none, or where states or scripts name what it does not have
 */
export function mswHandlers(pact: unknown, { baseUrl, ...options }: MswOptions = {}): MswMock {
  const base = baseUrl === undefined ? undefined : partsOf(baseUrl);
  const { mock, requests, sockets } = assemble(pact, options);
  const places = sockets.templates.map((template) => ({ template, pattern: patternOf(template, base) }));
  const open = new Map<Client, string>();
  const handlers: AnyHandler[] = [http.all('*', ({ request }) => answer(requests, base, request))];
  // One link for all: msw keeps a listener for each as long as the process lives.
  if (places.length > 0) handlers.push(serve(sockets, places, open));
  return {
    ...mock,
    handlers,
    frame(description) {
      const { template, frames, after } = sockets.frame(description);
      const clients = [...open].filter(([, its]) => its === template).map(([client]) => client);
      if (clients.length === 0) {
        throw new Error(
          `Failed to send the frame \`${description}\`: no socket ${template} is open. Wait until the client has opened it.`,
        );
      }
      for (const client of clients) react(client, frames, after);
    },
    received: sockets.received,
  };
}

type Base = ReturnType<typeof partsOf> | undefined;

/** Undefined: the request is for other handlers. */
async function answer(mock: HttpMock, base: Base, request: Request): Promise<Response | undefined> {
  const { origin, pathname, search } = new URL(request.url);
  const isOurs = base ? origin === base.origin && pathname.startsWith(`${base.prefix}/`) : mock.knows(pathname);
  if (!isOurs || request.headers.has('upgrade')) return undefined;
  const reply = mock.answer({
    method: request.method,
    path: pathname.slice(base?.prefix.length ?? 0),
    search,
    headers: Object.fromEntries(request.headers),
    body: await request.text(),
  });
  if (!reply) return HttpResponse.error();
  return new HttpResponse(reply.body, { status: reply.status, headers: reply.headers });
}

interface Place {
  template: string;
  /** Of the URLs of its sockets, without a query. */
  pattern: string;
}

function serve(mock: SocketMock, places: readonly Place[], open: Map<Client, string>): AnyHandler {
  const any = new RegExp(places.map(({ pattern }) => pattern).join('|'));
  return ws.link(any).addEventListener('connection', ({ client }) => {
    const url = new URL(client.url);
    const place = places.find(({ pattern }) => new RegExp(pattern).test(url.origin + url.pathname));
    if (!place) return;
    const { template } = place;
    open.set(client, template);
    client.addEventListener('close', () => open.delete(client));
    client.addEventListener('message', ({ data }) => {
      const { frames, after } = mock.answer(template, url.pathname, String(data));
      react(client, frames, after);
    });
  });
}

function patternOf(template: string, base: Base): string {
  const before = base ? quoted(base.origin.replace(/^http/, 'ws') + base.prefix) : 'wss?://[^/]+';
  const path = template
    .split(/(\$\{\w+\})/)
    .map((part) => (part.startsWith('${') ? '[^/]+' : quoted(part)))
    .join('');
  return `^${before}${path}/?$`;
}

function react(client: Client, frames: readonly string[], after: 'open' | 'lost' | 'unknown'): void {
  for (const frame of frames) client.send(frame);
  if (after === 'lost') client.close(1006);
  if (after === 'unknown') client.close(1008, 'The pact has no such frame.');
}

const quoted = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
