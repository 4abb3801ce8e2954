import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { matchRoute, problem } from '../../../contracts/wire/index.ts';
import { Frontend } from '../../frontend/index.ts';
import type { SocketHandlers } from '../../ports.ts';
import { LinkError } from '../../ports.ts';
import { uuid } from '../../testing.ts';
import { VmAgent } from '../../vm-agent/index.ts';
import { type TcpPorts, tcpPorts } from './index.ts';

const [projectId, taskId, sessionId, workspaceId, promptId] = [1, 2, 3, 4, 5].map(uuid) as [
  string,
  string,
  string,
  string,
  string,
];

interface Stored {
  messageId: string;
  role: string;
  content: string;
  createdAt: number;
}

/** As little of a provider as a submit, its workspace, its messages and its feed need. */
class SmallProvider {
  readonly server: Server;
  readonly requests: { method?: string; authorization?: string; path: string; type?: string }[] = [];
  readonly frames: unknown[] = [];
  readonly stored: Stored[] = [];
  nodeUrl: string | null = null;
  readonly #sockets = new WebSocketServer({ noServer: true });
  #subscriber: WebSocket | null = null;

  constructor() {
    this.server = createServer(async (request, response) => {
      const path = request.url ?? '';
      const { authorization, 'content-type': type } = request.headers;
      this.requests.push({ method: request.method, authorization, path, type });
      const found = matchRoute(request.method ?? '', path.replace(/^\/base/, ''));
      const operation = typeof found === 'string' ? found : found.operation;
      if (operation === 'listTasks') return; // Never answered.
      if (operation === 'listSessions') return request.socket.destroy();
      const [status, body] = await this.#answer(operation, await textOf(request));
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      response.writeHead(status, { 'content-type': 'application/json', 'Retry-After': '3' }).end(text);
    });
    this.server.on('upgrade', (request, socket, head) => {
      if (request.headers.authorization !== 'Bearer user-token') {
        socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
        return;
      }
      this.#sockets.handleUpgrade(request, socket, head, (webSocket) => {
        this.#subscriber = webSocket;
        webSocket.on('message', (data) => {
          this.frames.push(JSON.parse(String(data)));
          webSocket.send(JSON.stringify({ type: 'subscribed', sessionId: null, cursor: 0 }));
        });
      });
    });
  }

  async start(): Promise<string> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/base/`;
  }

  closeSocket(code: number): void {
    this.#subscriber?.close(code);
  }

  async stop(): Promise<void> {
    for (const client of this.#sockets.clients) client.terminate();
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  async #answer(operation: string, text: string): Promise<[number, unknown]> {
    if (operation === 'submitTask') {
      await this.askNode('PUT', {
        projectId,
        taskId,
        sessionId,
        token: 'agent-token',
        prompt: { messageId: promptId, content: JSON.parse(text).message },
      });
      return [201, { taskId, sessionId, messageId: promptId }];
    }
    if (operation === 'appendMessages') {
      const { messages } = JSON.parse(text) as { messages: Stored[] };
      return [200, { results: messages.map((message) => this.#store(message)) }];
    }
    if (operation === 'getTask') return [500, 'not json'];
    return [404, problem('not_found', 'Nothing here.')];
  }

  #store(message: Stored) {
    this.stored.push(message);
    const seq = this.stored.length;
    const stored = { ...message, sessionId, seq, storedAt: 1 };
    const frame = { type: 'message.new', cursor: seq, sessionId, at: 1, message: stored };
    this.#subscriber?.send(JSON.stringify(frame));
    return { status: 'stored', messageId: message.messageId, seq };
  }

  askNode(method: string, body?: unknown): Promise<{ status: number; text: string }> {
    return this.askNodeRaw(method, `/workspaces/${workspaceId}`, JSON.stringify(body));
  }

  async askNodeRaw(method: string, path: string, body?: string): Promise<{ status: number; text: string }> {
    const response = await fetch(`${this.nodeUrl}${path}`, { method, body });
    return { status: response.status, text: await response.text() };
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

describe('The ports over TCP', () => {
  let provider: SmallProvider;
  let ports: TcpPorts;
  beforeEach(async () => {
    provider = new SmallProvider();
    ports = tcpPorts({ baseUrl: await provider.start() });
  });
  afterEach(async () => {
    await ports.close();
    await provider.stop();
  });

  test('A frontend and a VM agent do their work against a real server', async () => {
    const agent = new VmAgent(ports);
    await agent.start();
    provider.nodeUrl = agent.url;
    const frontend = new Frontend(ports, { projectId, token: 'user-token' });
    frontend.subscribe({ sessionId: null, after: 0 });
    expect(await frontend.subscribed(null)).toEqual({ status: 'subscribed', cursor: 0 });

    expect(await frontend.submit({ message: 'Grüße' })).toMatchObject({ status: 'created', sessionId });
    expect((await agent.assigned()).workspaceId).toBe(workspaceId);
    agent.report({ role: 'assistant', content: 'Done.' });
    agent.flush();
    await agent.delivered();
    const last = await frontend.sees((event) => event.type === 'message.new' && event.message.content === 'Done.');

    expect(last.cursor).toBe(2);
    expect(provider.stored.map(({ role, content }) => [role, content])).toEqual([
      ['user', 'Grüße'],
      ['assistant', 'Done.'],
    ]);
    expect(provider.frames).toEqual([{ type: 'subscribe', sessionId: null, after: 0 }]);
    expect(provider.requests.map(({ authorization }) => authorization)).toEqual([
      'Bearer user-token',
      'Bearer agent-token',
    ]);
    expect(provider.requests.every(({ type }) => type === 'application/json')).toBe(true);
    expect((await provider.askNode('DELETE')).status).toBe(204);
    expect(agent.running()).toEqual([]);
  });

  test('An answer has its status, headers in lower case, and its body as JSON or text', async () => {
    const params = { projectId, taskId };
    expect(await ports.link.request({ operation: 'getTask', params })).toMatchObject({
      status: 500,
      headers: { 'retry-after': '3' },
      body: 'not json',
    });
    const missing = await ports.link.request({ operation: 'getSession', params: { projectId, sessionId } });
    expect(missing).toMatchObject({ status: 404, body: { code: 'not_found' } });
  });

  test('Query and parameters are in the path, after the path of the base URL', async () => {
    const query = { limit: 2, after: 7 };
    await ports.link.request({ operation: 'listMessages', params: { projectId, sessionId }, query });
    expect(provider.requests[0]?.path).toBe(
      `/base/v1/projects/${projectId}/sessions/${sessionId}/messages?limit=2&after=7`,
    );
  });

  test('A string is sent as it is, and headers of the call win', async () => {
    const headers = { 'content-type': 'text/plain' };
    const body = '{"messages":[]}';
    const params = { projectId, sessionId };
    const answer = await ports.link.request({ operation: 'appendMessages', params, headers, body });
    expect(answer.body).toEqual({ results: [] });
    expect(provider.requests[0]?.type).toBe('text/plain');
  });

  test('A call may ask wrongly on purpose: by another method, on another path', async () => {
    const instead = { method: 'PATCH', path: '/v1/elsewhere?x=1' };
    const answer = await ports.link.request({ operation: 'submitTask', params: {}, body: {}, instead });
    expect(answer.status).toBe(404);
    expect(provider.requests).toMatchObject([{ method: 'PATCH', path: '/base/v1/elsewhere?x=1' }]);
  });

  test('No answer in time is a timeout; a connection that breaks is lost', async () => {
    const params = { projectId };
    await expect(ports.link.request({ operation: 'listTasks', params, timeout: 20 })).rejects.toEqual(
      new LinkError('timeout'),
    );
    await expect(ports.link.request({ operation: 'listSessions', params })).rejects.toEqual(
      new LinkError('connection-lost'),
    );
  });

  test('A refused handshake closes the socket with its status as the reason', async () => {
    expect(await closeOf((handlers) => connect('wrong', handlers))).toEqual([1006, 'HTTP 401']);
  });

  test('Headers of the call go with the handshake', async () => {
    const headers = { authorization: 'Bearer user-token' };
    const closed = closeOf((handlers) => {
      const call = { operation: 'events' as const, params: { projectId }, headers };
      const socket = ports.link.connect(call, { ...handlers, open: () => socket.close(1000) });
    });
    expect((await closed)[0]).toBe(1000);
  });

  test('The code of the server is the code of the close', async () => {
    const closed = closeOf((handlers) =>
      connect('user-token', { ...handlers, open: () => provider.closeSocket(1008) }),
    );
    expect((await closed)[0]).toBe(1008);
  });

  test('What is sent on a closed socket is ignored', async () => {
    let socket: ReturnType<TcpPorts['link']['connect']> | undefined;
    const code = await closeOf((handlers) => {
      socket = connect('user-token', { ...handlers, open: () => socket?.close() });
    });
    socket?.send({ type: 'ping' });
    expect(code[0]).toBe(1005);
    expect(provider.frames).toEqual([]);
  });

  test('The node answers what it does not serve with a problem', async () => {
    const { url } = await ports.link.listen(async () => {
      throw new Error('secret');
    });
    provider.nodeUrl = url;
    expect((await provider.askNodeRaw('GET', '/v1/projects/p/tasks')).status).toBe(404);
    expect((await provider.askNodeRaw('GET', '/nothing')).status).toBe(404);
    expect((await provider.askNodeRaw('POST', '/workspaces/w')).status).toBe(405);
    expect((await provider.askNodeRaw('PUT', '/workspaces/w', 'x'.repeat(1024 * 1024 + 1))).status).toBe(413);
    const broken = await provider.askNodeRaw('PUT', '/workspaces/w', '{}');
    expect(broken.status).toBe(500);
    expect(broken.text).not.toContain('secret');
  });

  test('A clock runs what is due and not what was cancelled', async () => {
    const ran: string[] = [];
    await new Promise<void>((resolve) => {
      const cancel = ports.clock.after(1, () => ran.push('cancelled'));
      ports.clock.after(1, () => ran.push('first'));
      ports.clock.after(2, resolve);
      cancel();
    });
    expect(ran).toEqual(['first']);
  });

  test('Once closed, nothing fires any more', async () => {
    const ran: string[] = [];
    const other = tcpPorts({ baseUrl: 'http://127.0.0.1:9' });
    other.clock.after(1, () => ran.push('armed before'));
    await other.close();
    other.clock.after(1, () => ran.push('armed after'));
    await new Promise<void>((resolve) => {
      ports.clock.after(2, resolve);
    });
    expect(ran).toEqual([]);
  });

  test('Chance gives version 4 ids and fractions below one', () => {
    expect(ports.random.uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/);
    const fraction = ports.random.fraction();
    expect(fraction).toBeGreaterThanOrEqual(0);
    expect(fraction).toBeLessThan(1);
  });

  function connect(token: string, handlers: SocketHandlers) {
    return ports.link.connect({ operation: 'events', params: { projectId }, token }, handlers);
  }

  function closeOf(start: (handlers: SocketHandlers) => void): Promise<[number, string]> {
    return new Promise((resolve) => {
      start({ open() {}, frame() {}, close: (code, reason) => resolve([code, reason]) });
    });
  }
});
