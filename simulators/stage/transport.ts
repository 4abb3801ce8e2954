import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { type Dispatcher, Pool } from 'undici';
import { type ClientOptions, WebSocket } from 'ws';
import type { NodeOperationName, OperationName } from '../../contracts/wire/index.ts';

/** A request as it crosses the network. */
export interface RawRequest {
  method: string;
  /** Path and query. */
  path: string;
  headers: Record<string, string>;
  body?: string;
}

export interface RawAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

export interface RawSocketHandlers {
  open(): void;
  frame(text: string): void;
  /** Exactly once. `refused` is the answer when the upgrade was refused. */
  close(code: number, reason: string, refused?: RawAnswer): void;
}

export interface RawSocket {
  send(text: string): void;
  close(code?: number): void;
  /** Breaks the connection without a word. */
  terminate(): void;
}

export interface RawCall extends RawRequest {
  /** Answers, or breaks the connection with null. */
  answer(answer: RawAnswer | null): void;
}

export interface Listening {
  url: string;
  close(): Promise<void>;
}

/** Plain bytes to one API over HTTP and WebSocket. */
export interface Transport {
  /** Rejects when the connection breaks, or the signal says that nobody waits any more. */
  request(request: RawRequest, signal?: AbortSignal): Promise<RawAnswer>;
  connect(path: string, headers: Record<string, string>, handlers: RawSocketHandlers): RawSocket;
  /** Takes calls of the other side, at a place of its own. */
  listen(handle: (call: RawCall) => void): Promise<Listening>;
  /** Breaks off requests; sockets and listening go on. */
  close(): Promise<void>;
  /** Who says what comes from it, where that is not the target itself. */
  readonly speaker?: 'adapter';
  /** Why this cannot be asked, or is never asked; undefined where it can be. Default: everything can. */
  lacks?(operation: OperationName | NodeOperationName): string | undefined;
}

export interface TransportOptions {
  /** Connections for requests, at most; each carries one request at a time. Default 256. */
  connections?: number;
  /** Headers of an answer that matter, in lower case. Default: all. */
  leaveOut?: ReadonlySet<string>;
  /** Milliseconds until the upgrade to a socket is given up. Default: never. */
  handshakeTimeout?: number;
  /** Milliseconds the connection of a socket may stay after a close frame: the frame is what counts. Default 100. */
  closeTimeout?: number;
}

export function tcpTransport(baseUrl: string, options: TransportOptions = {}): Transport {
  const { connections = 256, leaveOut, handshakeTimeout, closeTimeout = 100 } = options;
  const base = new URL(baseUrl);
  const prefix = base.pathname.replace(/\/$/, '');
  // Whoever asks sets the limits of time.
  const pool = new Pool(base.origin, {
    connections,
    pipelining: 1,
    keepAliveTimeout: 1000,
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  return {
    async request({ method, path, headers, body }, signal) {
      // A caller that sets transfer-encoding wants no declared length.
      const chunked = headers['transfer-encoding'] === 'chunked';
      const sent = { ...headers };
      delete sent['transfer-encoding'];
      const answer = await pool.request({
        method: method as Dispatcher.HttpMethod,
        path: prefix + path,
        headers: sent,
        body: chunked && body !== undefined ? Readable.from([Buffer.from(body)]) : (body ?? null),
        ...(signal ? { signal } : {}),
      });
      return { status: answer.statusCode, headers: plain(answer.headers, leaveOut), body: await answer.body.text() };
    },
    connect(path, headers, handlers) {
      const url = `${base.origin.replace(/^http/, 'ws')}${prefix}${path}`;
      const how: ClientOptions & { closeTimeout: number } = {
        headers,
        perMessageDeflate: false,
        handshakeTimeout,
        closeTimeout,
      };
      const socket = new WebSocket(url, how);
      let refused: RawAnswer | undefined;
      // Before `open`: the first frame can come with the upgrade.
      socket.on('message', (data) => handlers.frame(String(data)));
      socket.on('open', () => handlers.open());
      socket.on('unexpected-response', async (_request, response) => {
        const body = String(await buffer(response).catch(() => ''));
        refused = { status: response.statusCode ?? 0, headers: plain(response.headers, leaveOut), body };
        socket.terminate();
      });
      socket.on('error', () => {}); // `close` follows.
      socket.on('close', (code, reason) => handlers.close(code, String(reason), refused));
      return {
        send(text) {
          if (socket.readyState === WebSocket.OPEN) socket.send(text);
        },
        close: (code) => socket.close(code),
        terminate: () => socket.terminate(),
      };
    },
    listen: tcpListen,
    close: () => pool.destroy(),
  };
}

function plain(
  headers: Record<string, string | string[] | undefined>,
  leaveOut: ReadonlySet<string> | undefined,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined || leaveOut?.has(name) ? [] : [[name, [value].flat().join(', ')]],
    ),
  );
}

/** Listens on loopback for what a provider asks of a node. */
export async function tcpListen(handle: (call: RawCall) => void): Promise<Listening> {
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const take = (body: string) =>
      handle({
        method: request.method ?? 'GET',
        path: request.url ?? '/',
        headers: request.headers as Record<string, string>,
        body,
        answer(answer) {
          if (!answer) response.destroy();
          else if (!response.destroyed) response.writeHead(answer.status, answer.headers).end(answer.body);
        },
      });
    // Whoever broke off in the middle of asking waits for nothing.
    void buffer(request).then(
      (body) => take(String(body)),
      () => response.destroy(),
    );
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
        server.closeAllConnections();
      }),
  };
}
