import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { WebSocket, WebSocketServer } from 'ws';
import type { Answered, Asked } from './contract-mutants.ts';

export interface Tampering {
  answer(answered: Answered, asked: Asked): Answered;
  /** null: it never comes. */
  frame(frame: Record<string, unknown>): Record<string, unknown> | null;
}

/** A provider that is another one but for what is tampered with. */
export async function tamperedProvider(url: string, { answer, frame }: Tampering) {
  const { hostname, port } = new URL(url);
  const server = createServer(async (incoming, outgoing) => {
    const { method = 'GET', url: path = '/', headers } = incoming;
    const body = await buffer(incoming);
    const passed = request(
      { agent: false, hostname, port, method, path, headers: { ...headers, 'accept-encoding': 'identity' } },
      async (said) => {
        const text = String(await buffer(said));
        const isJson = /json/.test(said.headers['content-type'] ?? '') && text !== '';
        const { 'content-length': _, 'transfer-encoding': __, ...kept } = said.headers;
        const before = { status: said.statusCode ?? 0, headers: kept, body: isJson ? JSON.parse(text) : text };
        const after = answer(before, { method, path });
        const sent = Object.fromEntries(Object.entries(after.headers).filter(([, value]) => value !== undefined));
        outgoing.writeHead(after.status, sent as Record<string, string>);
        outgoing.end(isJson ? JSON.stringify(after.body) : String(after.body));
      },
    );
    passed.on('error', () => outgoing.destroy());
    passed.end(body);
  });
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (incoming, socket, head) => {
    const { authorization } = incoming.headers;
    const inner = new WebSocket(`ws://${hostname}:${port}${incoming.url}`, {
      headers: authorization === undefined ? {} : { authorization },
    });
    inner.on('error', () => socket.destroy());
    inner.once('open', () => {
      sockets.handleUpgrade(incoming, socket, head, (outer) => {
        inner.on('message', (data) => {
          const kept = frame(JSON.parse(String(data)));
          if (kept) outer.send(JSON.stringify(kept));
        });
        outer.on('message', (data) => inner.send(String(data)));
        outer.on('close', () => inner.close());
        inner.on('close', () => outer.close());
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop() {
      for (const socket of sockets.clients) socket.terminate();
      server.close();
      server.closeAllConnections();
    },
  };
}
