import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { type WebSocket, WebSocketServer } from 'ws';
import { matchRoute, type OperationName, operations, sockets } from '../../../contracts/wire/index.ts';
import type { Call, Link, Socket } from '../../../simulators/ports.ts';

/** Headers of one connection, and those that would have bodies come compressed. */
const ofConnection =
  /^(host|connection|content-length|transfer-encoding|keep-alive|upgrade|accept-encoding|expect|sec-websocket-.*)$/;
const subprotocol = 'session-api.v1';

export interface ProxyOptions {
  /** What the client says goes over it, as if an actor of a scenario said it. */
  link: Link;
  /** Milliseconds until a request without an answer is broken off. */
  patience: number;
  /** Somebody asked for what is no operation of the contract; it was answered 404. */
  strange(asked: { method: string; path: string }): void;
}

export interface ClientProxy {
  url: string;
  close(): Promise<void>;
}

/** Takes a client's requests and sockets on loopback and sends them over a link, which may be faulty. */
export async function serveProxy({ link, patience, strange }: ProxyOptions): Promise<ClientProxy> {
  const open = new Set<Duplex>();
  const upgrades = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    handleProtocols: (protocols) => (protocols.has(subprotocol) ? subprotocol : false),
  });
  const server = createServer((request, response) => {
    passRequest(request, response).catch(() => response.destroy());
  });
  server.on('connection', (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });

  const passRequest = async (request: IncomingMessage, response: ServerResponse) => {
    const call = callOf(request);
    const body = String(await buffer(request));
    if (!call) {
      strange({ method: request.method ?? 'GET', path: request.url ?? '/' });
      response.writeHead(404, { 'content-type': 'application/problem+json' });
      response.end(JSON.stringify({ type: 'about:blank', title: 'No such operation', status: 404, code: 'not_found' }));
      return;
    }
    const answer = await link.request({ ...call, ...(body === '' ? {} : { body }), timeout: patience });
    if (response.destroyed) return;
    response.writeHead(answer.status, answer.headers).end(textOf(answer.body));
  };

  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => {}); // `close` follows.
    const call = callOf(request);
    if (!call || !(call.operation in sockets)) {
      strange({ method: 'GET', path: request.url ?? '/' });
      refuse(socket, 404);
      return;
    }
    passSocket(link, call, socket, (take) => upgrades.handleUpgrade(request, socket, head, take));
  });

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}

function passSocket(link: Link, call: Call, socket: Duplex, accept: (take: (client: WebSocket) => void) => void): void {
  let client: WebSocket | undefined;
  let isOver = false;
  const over = (code: number) => {
    if (isOver) return;
    isOver = true;
    upstream.close(isSendable(code) ? code : 1000);
  };
  const upstream: Socket = link.connect(call, {
    open: () =>
      accept((opened) => {
        client = opened;
        opened.on('message', (data) => upstream.send(String(data)));
        opened.on('error', () => {}); // `close` follows.
        opened.on('close', over);
      }),
    frame: (frame) => client?.send(textOf(frame)),
    close(code, reason) {
      if (isOver) return;
      isOver = true;
      const status = Number(/^HTTP (\d{3})$/.exec(reason)?.[1]);
      if (!client && status > 0) refuse(socket, status);
      else if (!client || code === 1006) socket.destroy();
      else if (isSendable(code)) client.close(code, reason);
      else client.close();
    },
  });
  socket.once('close', () => {
    if (!client) over(1000);
  });
}

/** What a request asks for; undefined where no operation of a provider is asked. */
function callOf(request: IncomingMessage): Call | undefined {
  const { method = 'GET', url: path = '/' } = request;
  const match = matchRoute(method, path);
  if (typeof match === 'string' || !isOperation(match.operation)) return undefined;
  const headers = Object.fromEntries(
    Object.entries(request.headers).flatMap(([name, value]) =>
      value === undefined || ofConnection.test(name) ? [] : [[name, [value].flat().join(', ')]],
    ),
  );
  // A browser cannot set the header: its token comes as a subprotocol, and says the same.
  const offered = /(?:^|[,\s])token\.([^,\s]+)/.exec(request.headers['sec-websocket-protocol'] ?? '')?.[1];
  if (offered !== undefined) headers.authorization ??= `Bearer ${offered}`;
  return { operation: match.operation, params: match.params, headers, instead: { method, path } };
}

function isOperation(name: string): name is OperationName {
  return Object.hasOwn(operations, name);
}

/** May a close frame have this code? */
function isSendable(code: number): boolean {
  return (code >= 1000 && code <= 1014 && ![1004, 1005, 1006].includes(code)) || (code >= 3000 && code <= 4999);
}

function textOf(body: unknown): string {
  if (body === undefined) return '';
  return typeof body === 'string' ? body : JSON.stringify(body);
}

function refuse(socket: Duplex, status: number): void {
  socket.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
