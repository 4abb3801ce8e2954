/** A small agentcmd for tests of the adapter: it speaks both of its wires, and shares nothing with the adapter. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { channelFrame, sessionFrame, shown } from './frames.ts';
import { type Bug, Store } from './store.ts';

export const testProject = 'cmtestproject0000000000001';
export const testToken = 'eyJ.jwt-of-alice-in-tests.sig';
export const otherToken = 'eyJ.jwt-of-bob-in-tests.sig';
const users: Readonly<Record<string, string>> = { [testToken]: 'user-alice', [otherToken]: 'user-bob' };

export interface TestAgentcmd {
  url: string;
  /** What `--adapter-option` would be given. */
  options: Record<string, unknown>;
  /** Answers in place of the API where it answers something. */
  instead: (request: { method: string; path: string }) => { status: number; body: unknown } | undefined;
  stop(): Promise<void>;
}

/** A socket with what it subscribed to. */
interface Peer {
  socket: WebSocket;
  userId: string;
  sessions: Set<string>;
  wire: 'channels' | 'session';
}

export async function startAgentcmd(bug: Bug | null = null): Promise<TestAgentcmd> {
  const sockets = new WebSocketServer({ noServer: true });
  const peers = new Set<Peer>();
  const store = new Store(bug, (sessionId, told) => {
    for (const { socket, sessions, wire } of peers) {
      const isMeant = sessions.has(sessionId) || (bug === 'streams-to-everybody' && told.type === 'stream_output');
      if (!isMeant) continue;
      const frame = wire === 'channels' ? channelFrame(sessionId, told, testProject) : sessionFrame(sessionId, told);
      if (frame) socket.send(JSON.stringify(frame));
    }
  });
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const other = agentcmd.instead({ method: request.method ?? '', path: request.url ?? '' });
    if (other) return json(response, other.status, other.body);
    // Others come in between.
    setImmediate(() => api(store, request, response, Buffer.concat(chunks).toString()));
  });
  server.on('upgrade', (request, connection, head) => {
    sockets.handleUpgrade(request, connection, head, (socket) => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://agentcmd.test');
      const [, own] = /^\/ws\/chat\/([^/]+)$/.exec(pathname) ?? [];
      const userId = users[searchParams.get('token') ?? ''];
      const peer = own === undefined ? channels(store, socket, userId) : ofSession(store, socket, userId, own);
      if (!peer) return;
      peers.add(peer);
      socket.on('close', () => peers.delete(peer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const agentcmd: TestAgentcmd = {
    url,
    options: { url, projectId: testProject, token: testToken, otherToken, replies: 'echo' },
    instead: () => undefined,
    stop: () =>
      new Promise((resolve) => {
        store.stop();
        for (const socket of sockets.clients) socket.terminate();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return agentcmd;
}

/** Today's socket. */
function channels(store: Store, socket: WebSocket, userId: string | undefined): Peer | null {
  const global = (type: string, data: object) => socket.send(JSON.stringify({ channel: 'global', type, data }));
  if (userId === undefined) {
    global('global.error', { error: 'Authentication failed', message: 'Invalid or expired token' });
    socket.close(1008, 'Authentication failed');
    return null;
  }
  const sessions = new Set<string>();
  global('global.connected', { timestamp: Date.now(), userId });
  const onSession = (sessionId: string, type: string, data: { message: string; config: { resume?: boolean } }) => {
    const row = store.find(sessionId, userId);
    const error = (text: string) =>
      socket.send(
        JSON.stringify({ channel: `session:${sessionId}`, type: 'session.error', data: { error: text, sessionId } }),
      );
    if (!row) return error('Session not found');
    if (type === 'session.subscribe' || type === 'session.send_message') sessions.add(sessionId);
    if (type === 'session.unsubscribe') sessions.delete(sessionId);
    if (type === 'session.send_message') store.send(row, data.message, data.config.resume === true);
    if (type === 'session.cancel' || type === 'session.kill_session') store.cancel(row);
  };
  socket.on('message', (text) => {
    const { channel, type, data } = JSON.parse(String(text));
    if (type === 'global.ping') return global('global.pong', { timestamp: Date.now() });
    if (channel !== 'global') return onSession(channel.split(':')[1], type, data);
    if (type !== 'subscribe') return;
    setImmediate(() => {
      for (const one of data.channels) {
        const sessionId = one.split(':')[1];
        const isKnown = store.find(sessionId, userId) !== undefined;
        if (isKnown) sessions.add(sessionId);
        global(isKnown ? 'global.subscription_success' : 'global.subscription_error', {
          channel: one,
          ...(isKnown ? {} : { error: 'Access denied' }),
        });
      }
    });
  });
  return { socket, userId, sessions, wire: 'channels' };
}

/** The socket of one session, as it was before. */
function ofSession(store: Store, socket: WebSocket, userId: string | undefined, sessionId: string): Peer | null {
  const row = userId === undefined ? undefined : store.find(sessionId, userId);
  if (userId === undefined || !row) {
    const message = userId === undefined ? 'Authentication failed' : 'Session not found';
    socket.send(JSON.stringify({ type: 'error', sessionId, message }));
    socket.close(1008, message);
    return null;
  }
  setImmediate(() =>
    socket.send(JSON.stringify({ type: 'connected', sessionId, timestamp: new Date().toISOString() })),
  );
  socket.on('message', (text) => {
    const { type, message, config } = JSON.parse(String(text));
    if (type === 'send_message') store.send(row, message, config.resume === true);
  });
  return { socket, userId, sessions: new Set([sessionId]), wire: 'session' };
}

async function api(store: Store, request: IncomingMessage, response: ServerResponse, text: string): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://agentcmd.test');
  const userId = users[(request.headers.authorization ?? '').replace('Bearer ', '')];
  if (userId === undefined) return fail(response, 401, 'Unauthorized');
  const base = `/api/projects/${testProject}/sessions`;
  if (request.method === 'GET' && pathname === base) {
    return json(response, 200, { data: store.of(userId).map((row) => shown(row, testProject)) });
  }
  if (request.method === 'POST' && pathname === base) {
    const { sessionId, ...wanted } = JSON.parse(text);
    if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(sessionId)) return fail(response, 400, 'Invalid uuid');
    if (store.isTaken(sessionId)) return fail(response, 409, 'Session already exists', 'CONFLICT');
    return json(response, 201, { data: shown(store.add(sessionId, userId, wanted), testProject) });
  }
  const [, id] = new RegExp(`^${base}/([^/]+)/messages$`).exec(pathname) ?? [];
  if (id === undefined) return fail(response, 404, 'Not found');
  const row = store.find(id, userId);
  if (row) return json(response, 200, { data: row.messages });
  return fail(response, store.bug === 'answers-500-for-unknown' ? 500 : 404, 'Session not found');
}

function fail(response: ServerResponse, statusCode: number, message: string, code?: string): void {
  json(response, statusCode, { error: { message, statusCode, ...(code ? { code } : {}) } });
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
