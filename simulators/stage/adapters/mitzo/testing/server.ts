/** A small Mitzo for tests of the adapter: it speaks that wire, and shares nothing with the adapter. */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { type Bug, type Frame, MitzoSession, type Watcher } from './sessions.ts';

export const testCookie = 'mitzo_session=the-cookie-of-alice-in-tests';
export const otherCookie = 'mitzo_session=the-cookie-of-bob-in-tests';
const users: Record<string, string> = { [testCookie]: 'alice', [otherCookie]: 'bob' };

export interface TestMitzo {
  url: string;
  /** What `--adapter-option` would be given. */
  options: Record<string, unknown>;
  /** Answers in place of the server where it answers something. */
  instead: (request: { method: string; path: string }) => { status: number; body: unknown } | undefined;
  stop(): Promise<void>;
}

export async function startMitzo(bug: Bug | null = null): Promise<TestMitzo> {
  const sockets = new WebSocketServer({ noServer: true });
  const sessions = new Map<string, MitzoSession>();
  // Sessions from before, of alice too, in which something is said while the tests run.
  for (const user of ['alice', 'bob', 'carol']) {
    const session = new MitzoSession(user, 'agent', null);
    session.prompt({ clientMsgId: randomUUID(), prompt: 'Hello from before' }, 'send', false);
    sessions.set(session.id, session);
  }
  const server = createServer((request, response) => {
    const other = mitzo.instead({ method: request.method ?? '', path: request.url ?? '' });
    response
      .writeHead(other?.status ?? 404, { 'content-type': 'application/json' })
      .end(JSON.stringify(other?.body ?? {}));
  });
  server.on('upgrade', (request, connection, head) => {
    const user = users[request.headers.cookie ?? ''];
    const isHere = request.url === '/ws';
    const other = mitzo.instead({ method: 'GET', path: request.url ?? '' });
    const refusal = other ?? (isHere ? (user ? undefined : { status: 401, body: {} }) : { status: 404, body: {} });
    if (refusal) {
      const text = JSON.stringify(refusal.body);
      const head = `HTTP/1.1 ${refusal.status} No\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(text)}`;
      connection.end(`${head}\r\nconnection: close\r\n\r\n${text}`);
      return;
    }
    sockets.handleUpgrade(request, connection, head, (socket) => new Desk(socket, user ?? '', sessions, bug));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const mitzo: TestMitzo = {
    url,
    options: { url, credential: testCookie, otherCredential: otherCookie, replies: 'echo' },
    instead: () => undefined,
    stop: () =>
      new Promise((resolve) => {
        for (const session of sessions.values()) session.loop?.abort();
        for (const socket of sockets.clients) socket.terminate();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return mitzo;
}

/** By the id of a first message: which session it has made. */
const firstOf = new WeakMap<Map<string, MitzoSession>, Map<string, { session: MitzoSession; prompt: string }>>();

/** One connection. */
class Desk implements Watcher {
  readonly user: string;
  readonly fresh = new Set<string>();
  readonly #socket: WebSocket;
  readonly #sessions: Map<string, MitzoSession>;
  readonly #bug: Bug | null;
  #isWelcome = false;
  #current: MitzoSession | undefined;

  constructor(socket: WebSocket, user: string, sessions: Map<string, MitzoSession>, bug: Bug | null) {
    this.user = user;
    this.#socket = socket;
    this.#sessions = sessions;
    this.#bug = bug;
    // What is said is handled a moment later, in its order.
    socket.on('message', (data) => setImmediate(() => this.#handle(JSON.parse(String(data)))));
    socket.on('close', () => {
      for (const session of sessions.values()) if (session.watchers.has(this)) this.#unwatch(session);
    });
  }

  send(frame: Frame): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(JSON.stringify(frame));
  }

  #of(id: unknown): MitzoSession | undefined {
    const session = this.#sessions.get(String(id));
    return session?.user === this.user ? session : undefined;
  }

  #watch(session: MitzoSession): void {
    session.watchers.add(this);
    session.suspended.delete(this);
    session.attend();
  }

  #unwatch(session: MitzoSession): void {
    session.watchers.delete(this);
    session.suspended.delete(this);
    session.attend();
  }

  #handle(frame: Frame): void {
    if (frame.type === 'hello') {
      this.#isWelcome = true;
      this.send({ type: 'welcome', protocolVersion: 2, connectionId: `conn-${randomUUID().slice(0, 8)}` });
      this.send({ type: 'loop_status', state: 'idle' });
      return;
    }
    if (!this.#isWelcome) return;
    const { sessionId } = frame;
    const session = this.#of(sessionId);
    switch (frame.type) {
      case 'watch':
        if (session) this.#watch(session);
        this.send({ type: 'watched', sessionId });
        return;
      case 'unwatch':
        if (session) this.#unwatch(session);
        this.send({ type: 'unwatched', sessionId });
        return;
      case 'switch_session':
        this.#switch(sessionId, session);
        return;
      case 'reconnect':
        this.#reconnect(frame.sessions as { sessionId: string; lastSeq: number }[]);
        return;
      case 'session_suspend':
        for (const place of frame.sessions as { sessionId: string }[]) {
          const suspended = this.#of(place.sessionId);
          suspended?.suspended.add(this);
          suspended?.attend();
        }
        return;
      case 'session_close':
        session?.close();
        return;
      case 'send':
      case 'interrupt':
        this.#prompt(frame, session);
        return;
      case 'set_mode':
        if (!session) {
          this.send({ type: 'error', sessionId, error: `Session not found: ${sessionId}` });
          return;
        }
        session.mode = String(frame.mode);
        session.store({ type: 'mode_changed', mode: frame.mode });
        return;
    }
  }

  #switch(sessionId: unknown, session: MitzoSession | undefined): void {
    const leave = () => {
      if (this.#current && this.#current !== session) this.#unwatch(this.#current);
    };
    if (sessionId === null) {
      leave();
      this.#current = undefined;
      this.send({ type: 'session_cleared' });
      return;
    }
    if (!session) {
      this.send({ type: 'error', sessionId, error: `Session not found: ${sessionId}` });
      return;
    }
    leave();
    this.#current = session;
    this.fresh.add(session.id);
    if (this.#bug !== 'no-watch-on-switch') this.#watch(session);
    const { mode, tokens: output, running, state } = session;
    const tokens = { input: 0, output, cacheRead: 0, cacheCreation: 0, costUsd: 0 };
    const place = { cwd: '/workspace', branch: 'main', wtId: null };
    this.send({ type: 'session_switched', sessionId, mode, ...place, tokens, running });
    this.send({ type: 'session_state_changed', sessionId, state });
  }

  #reconnect(places: { sessionId: string; lastSeq: number }[]): void {
    const sessions = [];
    for (const { sessionId, lastSeq } of places) {
      const session = this.#of(sessionId);
      if (!session) continue;
      const after = this.#bug === 'replay-from-zero' ? 0 : lastSeq;
      const wasSuspended = session.suspended.has(this);
      const events = session.events.filter(({ seq }) => seq > after);
      for (const event of events) this.send(event);
      if (wasSuspended) this.send({ type: 'session_resumed', sessionId, replayed: events.length });
      this.#watch(session);
      sessions.push({ sessionId, replayed: events.length });
    }
    this.send({ type: 'reconnected', sessions });
  }

  #prompt({ type, sessionId, clientMsgId, prompt, mode = 'ask' }: Frame, named: MitzoSession | undefined): void {
    const said = { clientMsgId: String(clientMsgId), prompt: String(prompt) };
    if (sessionId !== null && !named) {
      this.send({ type: 'error', error: `Session not found: ${sessionId}` });
      return;
    }
    const session = named ?? this.#first(said, String(mode));
    const isSwallowed = this.#bug === 'first-message-swallowed' && this.fresh.delete(session.id);
    if (sessionId === null) this.send({ type: 'session_id', sessionId: session.id });
    if (this.#bug !== 'sender-unsubscribed' || sessionId === null) this.#watch(session);
    const isNew = !session.prompts.has(said.clientMsgId);
    if (session.owner && session.owner !== this && isNew) {
      session.owner.send({ type: 'session_takeover', sessionId: session.id });
    }
    if (session.prompt(said, type === 'send' ? 'send' : 'interrupt', isSwallowed)) {
      if (isNew) session.owner = this;
    } else this.send({ type: 'error', error: 'Command ID already admitted for a different request' });
  }

  /** The session that a first message makes, once. */
  #first({ clientMsgId, prompt }: { clientMsgId: string; prompt: string }, mode: string): MitzoSession {
    const firsts = firstOf.get(this.#sessions) ?? new Map<string, { session: MitzoSession; prompt: string }>();
    firstOf.set(this.#sessions, firsts);
    const known = firsts.get(`${this.user}/${clientMsgId}`);
    if (known && this.#bug !== 'two-turns') return known.session;
    const session = new MitzoSession(this.user, mode, this.#bug);
    this.#sessions.set(session.id, session);
    firsts.set(`${this.user}/${clientMsgId}`, { session, prompt });
    return session;
  }
}
