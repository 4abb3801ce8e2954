/**
 * A small worker, written as anyone would: an object that keeps notes, a database that counts them, a hook it calls,
 * and an object that talks over sockets and ticks by itself.
 */
import { DurableObject } from 'cloudflare:workers';

interface Env {
  DB: D1Database;
  NOTES: DurableObjectNamespace<Notes>;
  TALKS: DurableObjectNamespace<Talks>;
}

export class Notes extends DurableObject<Env> {
  #inMemory = 0;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.storage.sql.exec('CREATE TABLE IF NOT EXISTS notes (id INTEGER PRIMARY KEY, text TEXT, at INTEGER)');
  }

  add(text: string): { count: number; inMemory: number } {
    this.#inMemory += 1;
    this.ctx.storage.sql.exec('INSERT INTO notes (text, at) VALUES (?, ?)', text, Date.now());
    for (const socket of this.ctx.getWebSockets()) socket.send(text);
    return { count: this.#count(), inMemory: this.#inMemory };
  }

  /** Writes, and lets the write become durable before it goes on. */
  async addAndWait(text: string): Promise<{ count: number; inMemory: number }> {
    const added = this.add(text);
    await this.ctx.storage.sync();
    return added;
  }

  read(): { count: number; inMemory: number } {
    return { count: this.#count(), inMemory: this.#inMemory };
  }

  async remind(ms: number): Promise<void> {
    await this.ctx.storage.setAlarm(Date.now() + ms);
  }

  /** Tells the hook, then notes that it did. */
  override async alarm(): Promise<void> {
    const hook = await this.env.DB.prepare('SELECT value FROM settings WHERE name = ?')
      .bind('hook')
      .first<{ value: string }>();
    if (hook?.value) await fetch(hook.value, { method: 'DELETE' });
    this.add(`reminded at ${Date.now()}`);
  }

  override fetch(): Response {
    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server);
    return new Response(null, { status: 101, webSocket: client });
  }

  override webSocketMessage(_socket: WebSocket, text: string): void {
    this.add(text);
  }

  override webSocketClose(socket: WebSocket, code: number): void {
    socket.close(code === 1005 || code === 1006 ? 1000 : code);
  }

  #count(): number {
    return Number(this.ctx.storage.sql.exec('SELECT COUNT(*) AS n FROM notes').one().n);
  }
}

/** What a client may say to `Talks`, one a frame. */
export interface Said {
  type: 'note' | 'look' | 'tick' | 'later' | 'leave' | 'standing';
  sessionId?: string;
}

/** Talks over hibernating sockets; what ticks in it is known in memory alone. */
export class Talks extends DurableObject<Env> {
  readonly loops = new Ticking();

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.storage.sql.exec('CREATE TABLE IF NOT EXISTS notes (text TEXT)');
  }

  override fetch(): Response {
    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server);
    return new Response(null, { status: 101, webSocket: client });
  }

  override async webSocketMessage(socket: WebSocket, text: string): Promise<void> {
    const { type, sessionId = 'none' } = JSON.parse(text) as Said;
    if (type === 'leave') return socket.close(4401, 'Not you.');
    if (type === 'note') this.#note(text);
    const looked = type === 'look' ? await this.#look() : null;
    if (type === 'tick') this.loops.run(sessionId, 100, (count) => this.#tell({ type: 'ticked', count }));
    if (type === 'later') setTimeout(() => void this.#look().then(() => this.#note(text)), 100);
    this.#tell({ type: `${type} done`, ...this.#standing(), looked, sockets: this.ctx.getWebSockets().length });
  }

  /** Takes a while, and ends with a note. */
  override async webSocketClose(_socket: WebSocket, code: number): Promise<void> {
    await this.#look();
    this.#note(`closed ${code}`);
  }

  #standing() {
    const notes = Number(this.ctx.storage.sql.exec('SELECT COUNT(*) AS n FROM notes').one().n);
    const last = this.ctx.storage.sql.exec('SELECT text FROM notes ORDER BY rowid DESC LIMIT 1').toArray()[0]?.text;
    return { notes, last: last ?? null, ticking: this.loops.names() };
  }

  #note(text: string): void {
    this.ctx.storage.sql.exec('INSERT INTO notes VALUES (?)', text);
  }

  async #look(): Promise<string> {
    try {
      await this.env.DB.prepare('SELECT 1').first();
      return 'seen';
    } catch (error) {
      return (error as Error).message;
    }
  }

  #tell(frame: unknown): void {
    for (const socket of this.ctx.getWebSockets()) socket.send(JSON.stringify(frame));
  }
}

/** A registry of things that go on by timers. */
class Ticking {
  readonly #timers = new Map<string, ReturnType<typeof setTimeout> | null>();

  run(name: string, pace: number, tick: (count: number) => void, count = 1): void {
    const timer = setTimeout(() => {
      tick(count);
      this.run(name, pace, tick, count + 1);
    }, pace);
    this.#timers.set(name, timer);
  }
  names(): string[] {
    return [...this.#timers.keys()];
  }
  lose(name: string): void {
    clearTimeout(this.#timers.get(name) ?? undefined);
    this.#timers.delete(name);
  }
  start(name: string): void {
    this.#timers.set(name, null);
  }
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const url = new URL(request.url);
    if (url.pathname.endsWith('/live')) return env.TALKS.get(env.TALKS.idFromName(url.pathname)).fetch(request);
    const notes = env.NOTES.get(env.NOTES.idFromName('all'));
    try {
      if (url.pathname === '/setup') {
        await env.DB.batch([
          env.DB.prepare('CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT)'),
          env.DB.prepare('INSERT OR REPLACE INTO settings VALUES (?, ?)').bind('hook', await request.text()),
        ]);
        return Response.json({});
      }
      if (url.pathname === '/socket') return await notes.fetch(request);
      if (url.pathname === '/remind') {
        await notes.remind(Number(await request.text()));
        return Response.json({});
      }
      if (url.pathname === '/chance') return Response.json({ id: crypto.randomUUID(), now: Date.now() });
      if (url.pathname === '/wait') {
        await new Promise((resolve) => setTimeout(resolve, Number(url.searchParams.get('ms'))));
        return Response.json({ now: Date.now() });
      }
      if (url.pathname === '/look-then-add') {
        // The race every tutorial warns of: two calls where one was needed.
        const { count } = await notes.read();
        return Response.json(count === 0 ? await notes.add('first') : { count });
      }
      if (url.pathname === '/add-both') {
        const texts = [...(await request.text())];
        const [first, second] = await Promise.allSettled(texts.map((text) => notes.add(text)));
        return Response.json({ first: first?.status, second: second?.status });
      }
      if (url.pathname === '/add-and-wait') return Response.json(await notes.addAndWait(await request.text()));
      if (request.method === 'POST') return Response.json(await notes.add(await request.text()));
      return Response.json(await notes.read());
    } catch (error) {
      const { message, retryable, overloaded, durableObjectReset } = error as Error & Record<string, unknown>;
      return Response.json({ message, retryable, overloaded, durableObjectReset }, { status: 500 });
    }
  },
} satisfies ExportedHandler<Env>;
