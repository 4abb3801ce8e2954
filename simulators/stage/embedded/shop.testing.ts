/** A shop that asks another Worker for its prices, and counts what was sold in an object of that one and in one of its own. */
export const shopFiles = {
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
        if (pathname === '/text') return answer([String(env.ADMIN), \`\${env.ADMIN.double}\`, \`\${env.ADMIN.double()}\`, JSON.stringify({ double: env.ADMIN.double })]);
        if (pathname === '/function') return answer(env.ADMIN.double()(21));
        if (pathname === '/notify') return answer(env.PRICES.notify('tea'));
        if (pathname === '/notify/twice') return answer(env.PRICES.notify('tea', 'milk').catch(({ name }) => name));
        if (pathname === '/handed') return answer(env.ADMIN.use({ all: [env.COUNTER.get(env.COUNTER.idFromName('all'))] }));
        if (pathname === '/handed/service') return answer(env.ADMIN.ask(env.ADMIN));
        if (pathname === '/given') return answer(env.ADMIN.counter().then((counter) => counter.add()));
        if (pathname === '/given/using') {
          using counter = await env.ADMIN.counter();
          return await answer(counter.add());
        }
        if (pathname === '/given/before') return answer(env.ADMIN.counter().add());
        if (pathname === '/given/deep') return answer(env.ADMIN.target().counters().then(({ all }) => all[0].add()));
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
      counters() { return { all: [this.#env.COUNTER.get(this.#env.COUNTER.idFromName('all'))] }; }
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
      double() { return (n: number) => 2 * n; }
      use({ all }) { return all[0].add(); }
      ask(admin) { return admin.raise('tea', 3); }
      counter() { return this.env.COUNTER.get(this.env.COUNTER.idFromName('all')); }
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
      notify(what: string, env, ctx) { return [what, env.WORD, typeof ctx.waitUntil]; },
      async fetch(request: Request, env) {
        if (new URL(request.url).pathname === '/told') return Response.json({ value: await env.STORE.get('told') });
        return Response.json({ value: [word(), await request.text(), Object.keys(env).sort()] });
      },
    };`,
};
