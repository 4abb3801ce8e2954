/** A small Simple Agent Manager for tests of the adapter: it speaks that wire, and shares nothing with the adapter. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { type Bug, Store, shown } from './store.ts';

export const testProject = '01JTESTPROJECT0000000000AA';
export const testCookie = 'session_token=the-cookie-of-alice-in-tests';
export const otherCookie = 'session_token=the-cookie-of-bob-in-tests';
export const testAgentToken = 'eyJ.callback-token-of-the-node.sig';

export interface TestSam {
  url: string;
  /** What `--adapter-option` would be given. */
  options: Record<string, unknown>;
  /** Answers in place of the API where it answers something. */
  instead: (request: { method: string; path: string }) => { status: number; body: unknown } | undefined;
  stop(): Promise<void>;
}

export async function startSam(bug: Bug | null = null): Promise<TestSam> {
  const sockets = new WebSocketServer({ noServer: true });
  const store = new Store(bug, (type, payload) => {
    for (const socket of sockets.clients) socket.send(JSON.stringify({ type, payload }));
  });
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const other = sam.instead({ method: request.method ?? '', path: request.url ?? '' });
    if (other) return json(response, other.status, other.body);
    await api(store, request, response, text);
  });
  server.on('upgrade', (request, connection, head) => {
    if (!isUser(request)) return connection.end('HTTP/1.1 401 Unauthorized\r\n\r\n');
    sockets.handleUpgrade(request, connection, head, (socket) => {
      socket.on('message', (data) => {
        if (JSON.parse(String(data)).type === 'ping') socket.send('{"type":"pong"}');
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const sam: TestSam = {
    url,
    options: {
      url,
      projectId: testProject,
      cookie: testCookie,
      otherCookie,
      nodeId: 'node-1',
      agentToken: testAgentToken,
    },
    instead: () => undefined,
    stop: () =>
      new Promise((resolve) => {
        for (const socket of sockets.clients) socket.terminate();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return sam;
}

const isUser = ({ headers }: IncomingMessage) => [testCookie, otherCookie].includes(headers.cookie ?? '');
const isAgent = ({ headers }: IncomingMessage) => headers.authorization === `Bearer ${testAgentToken}`;

async function api(store: Store, request: IncomingMessage, response: ServerResponse, text: string): Promise<void> {
  const { pathname, searchParams: query } = new URL(request.url ?? '/', 'http://sam.test');
  const route = `${request.method} ${pathname.replace(/^\/api/, '')}`;
  const project = `/projects/${testProject}`;
  const body = () => JSON.parse(text);

  const batch = /^POST \/workspaces\/(\w+)\/messages$/.exec(route);
  if (batch) {
    if (!isAgent(request)) return fail(response, 401, 'UNAUTHORIZED');
    const { messages } = body();
    const { 0: first, length } = messages;
    if (length < 1 || length > 100) return fail(response, 400, 'BAD_REQUEST');
    for (const { messageId, sessionId, content, role, timestamp } of messages) {
      const wrong = ![messageId, content, role, timestamp].every((part) => typeof part === 'string' && part !== '');
      if (wrong || sessionId !== first.sessionId) return fail(response, 400, 'BAD_REQUEST');
      if (Buffer.byteLength(content) > 102_400) return fail(response, 400, 'BAD_REQUEST');
    }
    const row = store.find(first.sessionId);
    if (!row) return fail(response, 404, 'NOT_FOUND');
    if (row.status === 'stopped') return fail(response, 409, 'CONFLICT');
    return json(response, 200, await store.append(row, messages));
  }
  const callback = new RegExp(`^POST ${project}/tasks/(\\w+)/status/callback$`).exec(route);
  if (callback) {
    if (!isAgent(request)) return fail(response, 401, 'UNAUTHORIZED');
    const row = store.rows.find(({ taskId }) => taskId === callback[1]);
    if (!row) return fail(response, 404, 'NOT_FOUND');
    if (row.status === 'stopped') return fail(response, 409, 'CONFLICT');
    store.complete(row);
    return json(response, 200, { ok: true });
  }
  if (!isUser(request)) return fail(response, 401, 'UNAUTHORIZED');
  if (route === `POST ${project}/tasks/submit`) {
    const { message } = body();
    if (typeof message !== 'string' || message.length < 1 || message.length > 2000)
      return fail(response, 400, 'BAD_REQUEST');
    const { id, taskId } = store.submit(message);
    return json(response, 202, { taskId, sessionId: id, branchName: `sam/${taskId}`, status: 'queued' });
  }
  if (route === `GET ${project}/sessions`) {
    const offset = Number(query.get('offset') ?? 0);
    const page = store.rows.slice(offset, offset + Math.min(100, Number(query.get('limit') ?? 20)));
    return json(response, 200, { sessions: page.map(shown), total: store.rows.length });
  }
  const one = new RegExp(`^(GET|POST) ${project}/sessions/([^/]+)(/stop)?$`).exec(route);
  const row = one && store.find(decodeURIComponent(one[2] ?? ''));
  if (!row) return fail(response, 404, 'NOT_FOUND');
  if (one[3]) {
    store.stop(row);
    return json(response, 200, { status: 'stopped' });
  }
  const before = Number(query.get('before') ?? Number.POSITIVE_INFINITY);
  const older = row.messages.filter(({ createdAt }) => createdAt < before);
  const messages = older.slice(-Number(query.get('limit') ?? 100));
  const hasMore = older.length > messages.length;
  json(response, 200, {
    session: shown(row),
    messages: messages.map((message) => ({ ...message, sessionId: row.id, toolMetadata: null })),
    hasMore,
  });
}

function fail(response: ServerResponse, status: number, error: string): void {
  json(response, status, { error, message: 'No.' });
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
