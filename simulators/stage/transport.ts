import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { type Dispatcher, Pool } from 'undici';
import { type ClientOptions, WebSocket } from 'ws';

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
  close(code: number): void;
  /** Breaks the connection without a word. */
  terminate(): void;
}

export interface RawCall extends RawRequest {
  /** Answers, or breaks the connection with null. */
  answer(answer: RawAnswer | null): void;
}

/** Plain bytes to one API over HTTP and WebSocket. */
export interface Transport {
  /** Rejects when the connection breaks. */
  request(request: RawRequest): Promise<RawAnswer>;
  connect(path: string, headers: Record<string, string>, handlers: RawSocketHandlers): RawSocket;
  close(): Promise<void>;
}

const kept = new Set(['content-type', 'retry-after', 'idempotency-replayed', 'www-authenticate', 'allow']);

function keep(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      kept.has(name) && value !== undefined ? [[name, String(value)]] : [],
    ),
  );
}

export function tcpTransport(baseUrl: string): Transport {
  const base = new URL(baseUrl);
  const prefix = base.pathname.replace(/\/$/, '');
  const pool = new Pool(base.origin, { connections: 256, pipelining: 1, headersTimeout: 0, bodyTimeout: 0 });
  return {
    async request({ method, path, headers, body }) {
      // A caller that sets transfer-encoding wants no declared length.
      const chunked = headers['transfer-encoding'] === 'chunked';
      const sent = { ...headers };
      delete sent['transfer-encoding'];
      const answer = await pool.request({
        method: method as Dispatcher.HttpMethod,
        path: prefix + path,
        headers: sent,
        body: chunked && body !== undefined ? Readable.from([Buffer.from(body)]) : (body ?? null),
      });
      return { status: answer.statusCode, headers: keep(answer.headers), body: await answer.body.text() };
    },
    connect(path, headers, handlers) {
      const url = `${base.origin.replace(/^http/, 'ws')}${prefix}${path}`;
      // After the server's close frame the connection lingers; the frame is what counts.
      const options: ClientOptions & { closeTimeout: number } = { headers, perMessageDeflate: false, closeTimeout: 5 };
      const socket = new WebSocket(url, options);
      let refused: RawAnswer | undefined;
      // Before `open`: the first frame can come with the upgrade.
      socket.on('message', (data) => handlers.frame(String(data)));
      socket.on('open', () => handlers.open());
      socket.on('unexpected-response', (_request, response) => {
        void readAll(response).then((body) => {
          refused = { status: response.statusCode ?? 0, headers: keep(response.headers), body };
          socket.terminate();
        });
      });
      socket.on('error', () => {});
      socket.on('close', (code, reason) => handlers.close(code, String(reason), refused));
      return {
        send: (text) => socket.send(text),
        close: (code) => socket.close(code),
        terminate: () => socket.terminate(),
      };
    },
    close: () => pool.destroy(),
  };
}

/** Listens on loopback for what a provider asks of a node. */
export async function tcpListen(handle: (call: RawCall) => void): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    void readAll(request).then((body) =>
      handle({
        method: request.method ?? 'GET',
        path: request.url ?? '/',
        headers: request.headers as Record<string, string>,
        body,
        answer(answer) {
          if (!answer) response.destroy();
          else if (!response.destroyed) response.writeHead(answer.status, answer.headers).end(answer.body);
        },
      }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
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

async function readAll(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
