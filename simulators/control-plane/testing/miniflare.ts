/** Runs the control plane in workerd for its tests: a host, a node and a socket, all on loopback. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { Miniflare } from 'miniflare';
import WebSocket from 'ws';
import type { z } from 'zod';
import { nodeOperations, type ServerFrame } from '../../../contracts/wire/index.ts';
import { bindings } from '../bindings.ts';

export const adminToken = 'token-of-the-administrator';

export async function startWorker() {
  const bundle = await build({
    entryPoints: [fileURLToPath(new URL('./faulty-worker.ts', import.meta.url))],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2024',
    conditions: ['workerd', 'worker', 'browser'],
    external: ['cloudflare:*', 'node:*'],
  });
  const miniflare = new Miniflare({
    host: '127.0.0.1',
    port: 0,
    modules: true,
    script: bundle.outputFiles[0]?.text ?? '',
    compatibilityDate: bindings.compatibilityDate,
    compatibilityFlags: [...bindings.compatibilityFlags],
    d1Databases: [bindings.database],
    durableObjects: Object.fromEntries(
      Object.entries(bindings.objects).map(([name, className]) => [name, { className, useSQLite: true }]),
    ),
    bindings: { ADMIN_TOKEN: adminToken, PROVISIONING: 'on' },
    handleStructuredLogs: () => {},
  });
  return { url: (await miniflare.ready).origin, stop: () => miniflare.dispose() };
}

/** What a node is told with a workspace. */
export type WorkspaceOrder = z.infer<typeof nodeOperations.createWorkspace.body>;

export interface NodeCall {
  method: string;
  workspaceId: string;
  body: WorkspaceOrder | null;
}

/** A node. It answers what `answer` says, remembers what it was asked, and tells who waits for it. */
export async function startNode() {
  const calls: NodeCall[] = [];
  const waiting: (() => void)[] = [];
  const node = {
    url: '',
    calls,
    answer: (call: NodeCall): number | null => (call.method === 'PUT' ? 201 : 204),
    running: () => {
      const last = new Map(calls.map((call) => [call.workspaceId, call.method]));
      return [...last].filter(([, method]) => method === 'PUT').map(([workspaceId]) => workspaceId);
    },
    /** Resolves once it was asked this `count` times. */
    async asked(method: string, count: number): Promise<NodeCall> {
      for (;;) {
        const call = calls.filter((entry) => entry.method === method)[count - 1];
        if (call) return call;
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
    },
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
  const server = createServer(async (request, response) => {
    const workspaceId = request.url?.split('/').at(-1) ?? '';
    const call = { method: request.method ?? '', workspaceId, body: await bodyOf(request) };
    const status = node.answer(call);
    calls.push(call);
    for (const wake of waiting.splice(0)) wake();
    if (status === null) return request.socket.destroy();
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(status === 204 ? undefined : JSON.stringify({ workspaceId }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  node.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return node;
}

async function bodyOf(request: IncomingMessage): Promise<WorkspaceOrder | null> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text === '' ? null : nodeOperations.createWorkspace.body.parse(JSON.parse(text));
}

/** A subscriber that keeps every frame and can be asked for the next one. */
export async function openSocket(url: string, token: string) {
  const frames: ServerFrame[] = [];
  let wake = () => {};
  let closed = false;
  // The types of ws do not know closeTimeout yet; without it a close by the server takes ten seconds to be noticed.
  const options = { closeTimeout: 50 } as WebSocket.ClientOptions;
  const socket = new WebSocket(url.replace('http', 'ws'), ['session-api.v1', `token.${token}`], options);
  socket.on('message', (data) => {
    frames.push(JSON.parse(String(data)));
    wake();
  });
  socket.on('close', () => {
    closed = true;
    wake();
  });
  await new Promise((resolve, reject) => socket.on('open', resolve).on('error', reject));
  return {
    frames,
    protocol: socket.protocol,
    send: (frame: object | string) =>
      socket.send(typeof frame === 'string' || frame instanceof Buffer ? frame : JSON.stringify(frame)),
    /** Resolves with all frames once there is one of this type, from `skip` on. */
    async until(type: ServerFrame['type'], skip = 0): Promise<ServerFrame[]> {
      while (!frames.slice(skip).some((frame) => frame.type === type)) {
        if (closed) throw new Error(`The socket was closed while waiting for ${type}.`);
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return frames;
    },
    close: () =>
      new Promise<number>((resolve) => {
        socket.on('close', resolve);
        socket.close(1000);
      }),
  };
}
