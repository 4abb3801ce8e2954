import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join as joinPath } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Fault, FaultPlanInput } from '../../../contracts/trace/index.ts';
import { faultPlan } from '../../../contracts/trace/index.ts';
import { type Transport, tcpTransport } from '../transport.ts';
import { join } from '../worker/joined.ts';
import { readProject, type WorkerProject } from '../worker/project.ts';
import { bundleProject } from '../worker/script.ts';
import { Lane } from './lane.ts';
import { TalkPlay } from './testing.ts';

/** A shop that asks another Worker for its prices, and counts what was sold in an object of that one and in one of its own. */
const files = {
  'shop/wrangler.json': JSON.stringify({
    name: 'shop',
    main: 'main.js',
    vars: { WORD: 'shop' },
    durable_objects: {
      bindings: [
        { name: 'COUNTER', class_name: 'Counter' },
        { name: 'THEIRS', class_name: 'Counter', script_name: 'prices' },
      ],
    },
    migrations: [{ tag: 'v1', new_sqlite_classes: ['Counter'] }],
    kv_namespaces: [
      { binding: 'SHELF', id: 'x' },
      { binding: 'CELLAR', id: 'y' },
    ],
    d1_databases: [{ binding: 'SOLD', database_id: 'd', migrations_dir: 'none' }],
    services: [
      { binding: 'PRICES', service: 'prices' },
      { binding: 'ADMIN', service: 'prices', entrypoint: 'Admin' },
      { binding: 'MYSELF', service: 'shop' },
    ],
  }),
  'shop/main.js': `
    import { DurableObject } from 'cloudflare:workers';
    export class Counter extends DurableObject {
      add() { return this.ctx.storage.get('n').then(async (n = 0) => { await this.ctx.storage.put('n', n + 1); return 'shop ' + (n + 1); }); }
    }
    const counted = (objects) => objects.get(objects.idFromName('all')).add();
    export default {
      async fetch(request, env) {
        const { pathname } = new URL(request.url);
        const answer = async (value) => Response.json({ value: await value });
        if (pathname === '/word') return answer(env.WORD);
        if (pathname === '/myself') return env.MYSELF.fetch('https://shop/word');
        if (pathname === '/fetch') return env.PRICES.fetch(new Request('https://prices/of', { method: 'POST', body: 'tea' }));
        if (pathname === '/method') return answer(env.ADMIN.raise('tea', 2));
        if (pathname === '/later') return answer(env.ADMIN.later());
        if (pathname === '/told') return env.PRICES.fetch('https://prices/told');
        if (pathname === '/own') return answer(counted(env.COUNTER));
        if (pathname === '/theirs') return answer(counted(env.THEIRS));
        if (pathname === '/none') return answer(env.ADMIN.none());
        if (pathname === '/shelf') return answer(Promise.all([env.SHELF.get('tea'), env.CELLAR.get('tea')]));
        if (pathname === '/sold') return answer(env.SOLD.prepare('SELECT what FROM sold').first('what'));
        const all = env.THEIRS.get(env.THEIRS.idFromName('all'));
        for (const [name, stub] of [['service', env.ADMIN], ['object', all]]) {
          if (pathname === '/piped/' + name) return answer(stub.target().twice(21));
          if (pathname === '/using/' + name) {
            using target = stub.target();
            return await answer(target.twice(3));
          }
          if (pathname === '/awaited/' + name) return answer(stub.target().then((target) => target.twice(4)));
          if (pathname === '/read/' + name) return answer(Promise.all([stub.version, stub.info().n, stub.target().word, stub.nothing]));
          if (pathname === '/deep/' + name) return answer(stub.info().target.self.self.waited(60_000));
          if (pathname === '/sell/' + name) return answer(stub.target().sell());
          if (pathname === '/gone/' + name) return answer(stub.target().gone());
          if (pathname === '/own/' + name) return answer(stub.mine);
        }
        return new Response(null, { status: 404 });
      },
    };`,
  'prices/wrangler.toml': `
name = "prices"
main = "main.ts"
compatibility_date = "2026-01-31"
vars = { WORD = "prices" }
kv_namespaces = [{ binding = "STORE", id = "x" }]
d1_databases = [{ binding = "BASE", database_id = "d" }, { binding = "AGAIN", database_id = "d" }]
durable_objects.bindings = [{ name = "COUNTER", class_name = "Counter" }]
migrations = [{ tag = "v1", new_sqlite_classes = ["Counter"] }]
[alias]
"the-word" = "./word.ts"
`,
  'prices/migrations/0001.sql': "CREATE TABLE sold (what TEXT); INSERT INTO sold VALUES ('tea');",
  'prices/word.ts': `
    import { env } from 'cloudflare:workers';
    export const word = () => env.WORD;`,
  'prices/main.ts': `
    import { DurableObject, RpcTarget, WorkerEntrypoint } from 'cloudflare:workers';
    import { word } from 'the-word';
    class Calculator extends RpcTarget {
      #env;
      constructor(env) { super(); this.#env = env; }
      get word() { return word(); }
      get self() { return this; }
      twice(n: number, ...more: unknown[]) { return 2 * n + more.length; }
      async waited(ms: number) { await scheduler.wait(ms); return Date.now(); }
      sell() { return this.#env.STORE.put('tea', 'sold'); }
    }
    export class Counter extends DurableObject {
      mine = 1;
      get version() { return 'v1'; }
      get nothing() { return null; }
      info() { return { n: 5, target: new Calculator(this.env) }; }
      target() { return new Calculator(this.env); }
      async add(): Promise<string> {
        const n = ((await this.ctx.storage.get<number>('n')) ?? 0) + 1;
        await this.ctx.storage.put('n', n);
        return this.env.WORD + ' ' + n;
      }
    }
    export class Admin extends WorkerEntrypoint {
      mine = 1;
      get version() { return 'v1'; }
      get nothing() { return null; }
      async info() { return { n: 5, target: new Calculator(this.env) }; }
      async target() { return new Calculator(this.env); }
      async raise(what: string, by: number) {
        await this.env.STORE.put(what, String(by));
        return this.env.COUNTER.get(this.env.COUNTER.idFromName('all')).add();
      }
      later() {
        this.ctx.waitUntil(new Promise((done) => setTimeout(done, 60_000)).then(() => this.env.STORE.put('told', String(Date.now()))));
        return Date.now();
      }
    }
    export default {
      async fetch(request: Request, env) {
        if (new URL(request.url).pathname === '/told') return Response.json({ value: await env.STORE.get('told') });
        return Response.json({ value: [word(), await request.text(), Object.keys(env).sort()] });
      },
    };`,
};

let folder: string;
let shop: WorkerProject;
let prices: WorkerProject;
let lane: Lane;
let transport: Transport;
beforeAll(async () => {
  folder = mkdtempSync(joinPath(tmpdir(), 'rehearse-services-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(joinPath(folder, name)), { recursive: true });
    writeFileSync(joinPath(folder, name), text);
  }
  shop = await readProject(joinPath(folder, 'shop/wrangler.json'));
  prices = await readProject(joinPath(folder, 'prices/wrangler.toml'));
  lane = await Lane.start({ ...join(shop, [prices]), script: await bundleProject(shop, [prices]) });
  transport = tcpTransport(lane.url, { closeTimeout: 5 });
});
afterAll(async () => {
  await transport?.close();
  await lane?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function play<T>(plan: FaultPlanInput, story: (it: TalkPlay) => Promise<T>): Promise<T> {
  await lane.renew();
  const it = new TalkPlay(lane, transport, faultPlan.parse(plan), 1);
  await it.inside.begin(it.network);
  const result = await it.scheduler.play(story(it));
  expect(await it.inside.end(5000)).toBe(true);
  return result;
}

function ask(it: TalkPlay, path: string, fault?: Fault): Promise<unknown> {
  const id = it.network.numbers.msg();
  const headers = it.inside.headersFor({ id, op: id, faults: fault ? [{ entry: 0, fault }] : [] });
  return new Promise((resolve) => {
    const arrive = (answer: unknown) => {
      it.inside.requestEnded(id);
      it.scheduler.arrive(`${id}`, () => it.scheduler.post({ key: `${id}/back`, release: () => resolve(answer) }));
    };
    const release = () => {
      it.inside.requestSent(id);
      const asked = transport.request({ method: 'POST', path, headers, body: '' });
      const read = ({ status, body }: { status: number; body: string }) =>
        status === 200 ? JSON.parse(body).value : status;
      asked.then(
        (answer) => arrive(read(answer)),
        () => arrive('lost'),
      );
    };
    it.scheduler.post({ key: `${id}`, release });
  });
}

describe('a Worker that calls others', () => {
  test('calls their handlers, their entrypoints and itself, each with bindings of its own', async () => {
    await play([], async (it) => {
      expect(await ask(it, '/word')).toBe('shop');
      expect(await ask(it, '/myself')).toBe('shop');
      expect(await ask(it, '/fetch')).toEqual(['prices', 'tea', ['AGAIN', 'BASE', 'COUNTER', 'STORE', 'WORD']]);
      expect(await ask(it, '/method')).toBe('prices 1');
      expect(await ask(it, '/none')).toBe(500);
    });
  });

  test('has objects of its own and of others, of one name and apart', async () => {
    await play([], async (it) => {
      expect(await ask(it, '/own')).toBe('shop 1');
      expect(await ask(it, '/theirs')).toBe('prices 1');
      expect(await ask(it, '/method')).toBe('prices 2');
      expect(await ask(it, '/own')).toBe('shop 2');
    });
  });

  test('has one virtual time with them, also for what goes on after an answer', async () => {
    await play([], async (it) => {
      const before = it.scheduler.now();
      expect(await ask(it, '/later')).toBe(before);
      await it.scheduler.advance(60_001);
      expect(await ask(it, '/told')).toBe(String(before + 60_000));
    });
  });

  test('has a store or a database with them where the ids are the same, by whatever names', async () => {
    await play([], async (it) => {
      await ask(it, '/method');
      expect(await ask(it, '/shelf')).toEqual(['2', null]);
      expect(await ask(it, '/sold')).toBe('tea');
    });
  });

  test.each(['service', 'object'])(
    'goes on with what a %s answers before it is there, and reads properties',
    async (of) => {
      await play([], async (it) => {
        expect(await ask(it, `/piped/${of}`)).toBe(42);
        expect(await ask(it, `/using/${of}`)).toBe(6);
        expect(await ask(it, `/awaited/${of}`)).toBe(8);
        expect(await ask(it, `/read/${of}`)).toEqual(['v1', 5, 'prices', null]);
        expect(await ask(it, `/gone/${of}`)).toBe(500);
        expect(await ask(it, `/own/${of}`)).toBe(500);
      });
    },
  );

  test.each(['service', 'object'])('waits in virtual time for what it calls in an answer of a %s', async (of) => {
    await play([], async (it) => {
      const due = it.scheduler.now() + 60_000;
      const asked = ask(it, `/deep/${of}`);
      await it.scheduler.advance(60_001);
      expect(await asked).toBe(due);
    });
  });

  test.each(['service', 'object'])('is struck by a fault in what it calls in an answer of a %s', async (of) => {
    const fault: Fault = { kind: 'database-failed', call: 1, committed: true };
    await play([{ where: {}, fault }], async (it) => {
      expect(await ask(it, `/sell/${of}`, fault)).toBe(500);
      expect(await ask(it, '/shelf')).toEqual(['sold', null]);
      expect(it.faults.fired).toEqual([0]);
    });
  });

  const striking: [Fault, unknown, string][] = [
    [{ kind: 'object-reset', call: 1 }, 500, 'prices 2'],
    [{ kind: 'answer-lost-after-commit', call: 1 }, 500, 'prices 3'],
    [{ kind: 'database-failed', call: 1, committed: false }, 500, 'prices 2'],
    [{ kind: 'process-killed', on: 'outbound', call: 1, when: 'after' }, 'lost', 'prices 3'],
  ];
  test.each(striking)('is struck by %o in what it calls', async (fault, struck, after) => {
    await play([{ where: {}, fault }], async (it) => {
      expect(await ask(it, '/method')).toBe('prices 1');
      expect(await ask(it, '/method', fault)).toBe(struck);
      expect(await ask(it, '/method')).toBe(after);
      expect(it.faults.fired).toEqual([0]);
    });
  });
});

test('A Worker whose service is not given is refused in one line', () => {
  expect(() => join(shop, [])).toThrow(
    'Failed to play the Worker: the binding THEIRS of shop is the Worker prices, which is not on the stage. Give its wrangler file with --worker-service.',
  );
});

test('An entrypoint that another Worker does not export is refused in one line', async () => {
  const ADMIN = { worker: 'prices', environment: null, entrypoint: 'Audi' };
  await expect(bundleProject({ ...shop, services: { ...shop.services, ADMIN } }, [prices])).rejects.toMatchObject({
    message:
      'Failed to play the Worker: the Worker prices does not export Audi, which the binding ADMIN of shop calls. Export it there, or correct "entrypoint".',
  });
  const mine = { ...prices, services: { MYSELF: ADMIN } };
  await expect(bundleProject(shop, [mine])).rejects.toThrow('which the binding MYSELF of prices calls');
});

test('What is wrong in another Worker is told of that one', async () => {
  const main = joinPath(folder, 'prices/broken.ts');
  writeFileSync(main, 'export default {');
  await expect(bundleProject(shop, [{ ...prices, main }])).rejects.toThrow(
    /^Failed to bundle the Worker: .*broken\.ts/,
  );
});
