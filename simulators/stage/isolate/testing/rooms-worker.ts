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

export class Room {
  memory = 0;
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
    if (pathname === '/later') this.state.waitUntil(sleep(1000).then(() => this.#add()));
    if (pathname === '/remember') this.memory += 1;
    return Response.json(await this.#standing());
  };

  alarm = async (): Promise<void> => {
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
    const room = this.env.ROOMS.get(this.env.ROOMS.idFromName(pathname.endsWith('/live') ? pathname : 'all'));
    return room.fetch(request);
  }
}
