/**
 * A worker as tutorials write them: an object of the old style (no base class, handlers as fields) that is called by
 * `fetch`, keeps things in the key-value storage, and accepts its sockets itself; a KV namespace, and a database that migrations make; a handler that is a class.
 */
import { env as imported, WorkerEntrypoint } from 'cloudflare:workers';

interface Env {
  ROOMS: DurableObjectNamespace;
  NOTES: KVNamespace;
  DB: D1Database;
  GREETING: { word: string };
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** As answers of models come. */
function wordByWord(words: readonly string[]): ReadableStream<Uint8Array> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  const write = async () => {
    for (const word of words) {
      await sleep(1000);
      await writer.write(new TextEncoder().encode(word));
    }
    await writer.close();
  };
  void write();
  return readable;
}

export class Room {
  memory = 0;
  failures = 0;
  readonly alarms: unknown[] = [];
  readonly sockets = new Set<WebSocket>();
  readonly storage: DurableObjectStorage;
  readonly state: DurableObjectState;

  constructor(state: DurableObjectState) {
    this.state = state;
    this.storage = state.storage;
  }

  fetch = async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url);
    if (pathname.endsWith('/live')) return this.#open();
    const text = await request.text();
    if (pathname === '/add') await this.#add();
    if (pathname === '/transact') {
      await this.storage.transaction(async (txn) => txn.put('count', (await this.#count(txn)) + 1));
    }
    if (pathname === '/remind') await this.storage.setAlarm(Date.now() + Number(text));
    if (pathname === '/fail') {
      this.failures = 2;
      await this.storage.setAlarm(Date.now() + 1000);
    }
    if (pathname === '/alarms') return Response.json({ value: this.alarms });
    if (pathname === '/later') this.state.waitUntil(sleep(1000).then(() => this.#add()));
    if (pathname === '/remember') this.memory += 1;
    return Response.json(await this.#standing());
  };

  alarm = async (info?: AlarmInvocationInfo): Promise<void> => {
    this.alarms.push(info);
    this.failures -= 1;
    if (this.failures >= 0) throw new Error('not yet');
    await this.#add();
  };

  async #count(store: Pick<DurableObjectStorage, 'get'> = this.storage): Promise<number> {
    return (await store.get<number>('count')) ?? 0;
  }

  async #add(): Promise<void> {
    await this.storage.put('count', (await this.#count()) + 1);
  }

  async #standing() {
    return { count: await this.#count(), memory: this.memory, sockets: this.sockets.size };
  }

  #open(): Response {
    const { 0: client, 1: server } = new WebSocketPair();
    server.accept();
    this.sockets.add(server);
    const tell = (frame: unknown) => {
      for (const socket of this.sockets) socket.send(JSON.stringify(frame));
    };
    server.addEventListener('message', async (event) => {
      const { type } = JSON.parse(String(event.data));
      if (type === 'add') await this.#add();
      if (type === 'leave') return server.close(4001, 'bye');
      if (type === 'tick') {
        const ticking = setInterval(() => tell({ type: 'ticked', at: Date.now() }), 100);
        setTimeout(() => clearInterval(ticking), 350);
      }
      tell({ type: `${type} done`, ...(await this.#standing()) });
    });
    server.addEventListener('close', () => this.sockets.delete(server));
    return new Response(null, { status: 101, webSocket: client });
  }
}

export default class extends WorkerEntrypoint<Env> {
  override async fetch(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (pathname === '/note') {
      // As modules far from the handler do.
      const { NOTES } = imported as unknown as Env;
      await NOTES.put('note', await request.text(), { metadata: this.env.GREETING });
      return Response.json({});
    }
    if (pathname === '/noted') return Response.json(await this.env.NOTES.getWithMetadata('note'));
    if (pathname === '/words') {
      const [word] = (await this.env.DB.prepare('SELECT COUNT(*) AS count FROM words').all<{ count: number }>())
        .results;
      return Response.json(word);
    }
    if (pathname === '/stream') return new Response(wordByWord(['{"value"', ':', `${Date.now()}`, '}']));
    if (pathname === '/read') return Response.json({ value: await new Response(wordByWord(['a', 'b'])).text() });
    if (pathname === '/patient') {
      const signal = AbortSignal.timeout(60_000);
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      return Response.json({ value: [signal.reason.name, Date.now()] });
    }
    if (pathname === '/cached') {
      const cache = await caches.open('words');
      await cache.put('https://words/a', new Response('a'));
      const found = [await cache.match('https://words/a'), await caches.default.match('https://words/a')];
      return Response.json({
        value: [...found.map((one) => one ?? null), await caches.default.delete('https://words/a')],
      });
    }
    const room = this.env.ROOMS.get(this.env.ROOMS.idFromName(pathname.endsWith('/live') ? pathname : 'all'));
    return room.fetch(request);
  }
}
