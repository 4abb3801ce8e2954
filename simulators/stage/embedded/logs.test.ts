import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join as joinPath } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EventOf, Fault } from '../../../contracts/trace/index.ts';
import { Secrets } from '../adapters/secrets.ts';
import type { LogNews } from '../isolate/protocol.ts';
import { Recorder } from '../recorder.ts';
import { type Transport, tcpTransport } from '../transport.ts';
import { join } from '../worker/joined.ts';
import { readProject } from '../worker/project.ts';
import { bundleProject } from '../worker/script.ts';
import { Lane } from './lane.ts';
import { Logs } from './logs.ts';
import { TalkPlay } from './testing.ts';

/** A Worker that breaks down wherever code of a user can, and says so or not. */
const files = {
  'clumsy/wrangler.json': JSON.stringify({
    name: 'clumsy',
    main: 'main.js',
    compatibility_date: '2026-01-31',
    vars: { KEY: 'the key of the house' },
    durable_objects: { bindings: [{ name: 'ROOMS', class_name: 'Room' }] },
    migrations: [{ tag: 'v1', new_sqlite_classes: ['Room'] }],
    kv_namespaces: [{ binding: 'STORE', id: 'x' }],
    services: [{ binding: 'HELPER', service: 'helper', entrypoint: 'Helper' }],
  }),
  'clumsy/main.js': `
    import { DurableObject } from 'cloudflare:workers';
    const breakDown = (how) => { throw new RangeError(how); };
    export class Room extends DurableObject {
      constructor(ctx, env) {
        super(ctx, env);
        if (ctx.id.equals(env.ROOMS.idFromName('cursed'))) breakDown('when it was made');
      }
      add() { breakDown('in a method'); }
      well() { return 'well'; }
      async fetch(request) {
        if (request.headers.get('upgrade')) {
          const { 0: client, 1: server } = new WebSocketPair();
          this.ctx.acceptWebSocket(server);
          return new Response(null, { status: 101, webSocket: client });
        }
        breakDown('in fetch of the object');
      }
      remind(ms) { return this.ctx.storage.setAlarm(Date.now() + ms); }
      async alarm() { await this.ctx.storage.deleteAlarm(); breakDown('in an alarm'); }
      webSocketMessage() { breakDown('at a frame'); }
    }
    export default {
      async fetch(request, env, ctx) {
        const { pathname } = new URL(request.url);
        const room = (name = 'one') => env.ROOMS.get(env.ROOMS.idFromName(name));
        if (pathname.startsWith('/v1/')) return room().fetch(request);
        if (pathname === '/own') env.ROOM.get('x');
        if (pathname === '/text') throw 'no error at all';
        if (pathname === '/method') await room().add();
        if (pathname === '/caught') await room().add().catch(() => {});
        if (pathname === '/well') await room().well();
        if (pathname === '/fetch') await room().fetch('https://room/');
        if (pathname === '/cursed') await room('cursed').well();
        if (pathname === '/remind') await room().remind(1000);
        if (pathname === '/helper') await env.HELPER.help();
        if (pathname === '/store') await env.STORE.put('a', 'b');
        if (pathname === '/later') ctx.waitUntil(new Promise((done) => setTimeout(done, 50)).then(() => breakDown('later')));
        if (pathname === '/timer') await new Promise((done) => [setTimeout(() => breakDown('in a timer'), 50), setTimeout(done, 80)]);
        if (pathname === '/floating') void Promise.resolve().then(() => breakDown('unheard'));
        if (pathname === '/says') {
          console.debug('a %s of %d', 'word', 2);
          console.info({ at: Date.now(), list: [1, undefined, null], map: new Map([['a', 1n]]) });
          console.log('\\u001b[31mred\\u001b[0m');
          console.warn(env.KEY, { authorization: 'abc', text: env.KEY }, JSON.stringify({ token: 'abc', n: 1 }));
          console.error('failed:', new TypeError('not today'));
        }
        if (pathname === '/odd') {
          const { proxy, revoke } = Proxy.revocable({}, {});
          revoke();
          const stackless = Object.defineProperty(new Error('no stack'), 'stack', { get() { breakDown('stack'); } });
          const named = Object.assign(new Error('named'), { name: Symbol('name') });
          console.log('odd', room().well, proxy, stackless, named, new Response('', { status: 418 }));
        }
        if (pathname === '/cause') throw new Error('outer', { cause: new TypeError('inner', { cause: 'innermost' }) });
        if (pathname === '/many') throw new AggregateError([1, 2, 3, 4].map((n) => new Error('number ' + n)), 'many');
        if (pathname === '/thrown') throw new Response('', { status: 418 });
        return new Response('{"value":1}');
      },
    };`,
  'helper/wrangler.json': '{ "name": "helper", "main": "main.js", "compatibility_date": "2026-01-31" }',
  'helper/main.js': `
    import { WorkerEntrypoint } from 'cloudflare:workers';
    export class Helper extends WorkerEntrypoint {
      help() { console.log('I try'); return this.try(); }
      try() { throw new Error('no help'); }
    }
    export default { fetch: () => new Response() };`,
};

let folder: string;
let lane: Lane;
let transport: Transport;
beforeAll(async () => {
  folder = mkdtempSync(joinPath(tmpdir(), 'rehearse-logs-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(joinPath(folder, name)), { recursive: true });
    writeFileSync(joinPath(folder, name), text);
  }
  const clumsy = await readProject(joinPath(folder, 'clumsy/wrangler.json'));
  const helper = await readProject(joinPath(folder, 'helper/wrangler.json'));
  const joined = join(clumsy, [helper]);
  const script = await bundleProject(clumsy, [helper]);
  lane = await Lane.start({ ...joined, databases: Object.keys(joined.databases), script });
  transport = tcpTransport(lane.url, { closeTimeout: 5 });
});
afterAll(async () => {
  await transport?.close();
  await lane?.stop();
  rmSync(folder, { recursive: true, force: true });
});

type Heard = Pick<EventOf<'log'>, 'level' | 'source' | 'text' | 'time' | 'op'>;

/** Plays a story on a Worker with nothing stored, and answers what was heard of it. */
async function heard(story: (it: TalkPlay) => Promise<unknown>, listens = true): Promise<Heard[]> {
  await lane.renew();
  const logs = listens ? new Logs(new Secrets(['the key of the house']), new URL(lane.url).host) : null;
  const it = new TalkPlay(lane, transport, [], 1, logs);
  await it.inside.begin(it.network);
  await it.scheduler.play(story(it));
  for (const socket of it.network.sockets) socket.terminate();
  expect(await it.inside.end(5000)).toBe(true);
  return it.recorder.history.filter((event) => event.kind === 'log');
}
const lines = async (story: (it: TalkPlay) => Promise<unknown>) =>
  (await heard(story)).map(({ source, level, text }) => `${source} ${level}: ${text}`);

function ask(it: TalkPlay, path: string, fault?: Fault): Promise<void> {
  const id = it.network.numbers.msg();
  const headers = it.inside.headersFor({ id, op: id, faults: fault ? [{ entry: 0, fault }] : [] });
  return new Promise((resolve) => {
    const arrive = () => {
      it.inside.requestEnded(id);
      it.scheduler.arrive(`${id}`, () => it.scheduler.post({ key: `${id}/back`, release: () => resolve() }));
    };
    const release = () => {
      it.inside.requestSent(id);
      transport.request({ method: 'POST', path, headers, body: '' }).then(arrive, arrive);
    };
    it.scheduler.post({ key: `${id}`, release });
  });
}

describe('what the code of a Worker throws is heard of, with its function', () => {
  const object = (text: string) => [`Room-0 exception: RangeError: ${text} in breakDown`];
  const own = (text: string) => [`Worker exception: RangeError: ${text} in breakDown`];
  const passedOn = (text: string) => [`Worker exception: RangeError: ${text} in fetch`];
  test.each([
    ['/own', ["Worker exception: TypeError: Cannot read properties of undefined (reading 'get') in fetch"]],
    ['/text', ['Worker exception: no error at all']],
    ['/method', [...object('in a method'), ...passedOn('in a method')]],
    ['/caught', object('in a method')],
    ['/fetch', [...object('in fetch of the object'), ...passedOn('in fetch of the object')]],
    ['/cursed', [...object('when it was made'), ...passedOn('when it was made')]],
    [
      '/helper',
      [
        'Worker helper log: I try',
        'Worker helper exception: Error: no help in try',
        'Worker exception: Error: no help in fetch',
      ],
    ],
    ['/later', own('later')],
    ['/timer', own('in a timer')],
    ['/floating', own('unheard')],
    ['/cause', ['Worker exception: Error: outer in fetch (cause: TypeError: inner in fetch)']],
    [
      '/many',
      [
        'Worker exception: AggregateError: many in fetch (errors: Error: number 1 in fetch, Error: number 2 in fetch, Error: number 3 in fetch, …)',
      ],
    ],
    ['/thrown', ['Worker exception: Response 418']],
    ['/well', []],
  ])('at %s', async (path, expected) => {
    const said = await lines(async (it) => {
      await ask(it, path);
      await it.scheduler.advance(100);
    });
    expect(said).toEqual(expected);
  });

  test('in an alarm, at its time and of no operation', async () => {
    const said = await heard(async (it) => {
      await ask(it, '/remind');
      await it.scheduler.advance(1500);
    });
    expect(said).toMatchObject([{ source: 'Room-0', text: 'RangeError: in an alarm in breakDown', time: 1000 }]);
    expect(said[0]).not.toHaveProperty('op');
  });

  test('at a frame of a socket', async () => {
    const said = await heard(async (it) => {
      const tab = await it.tab('one').open();
      await tab.say({ type: 'add' });
    });
    expect(said).toMatchObject([{ source: 'Room-0', text: 'RangeError: at a frame in breakDown' }]);
  });
});

test('What the rehearsal breaks is not told as an exception of the Worker', async () => {
  const faults: [string, Fault][] = [
    ['/well', { kind: 'object-unavailable', call: 1 }],
    ['/well', { kind: 'object-overloaded', call: 1 }],
    ['/well', { kind: 'object-reset', call: 1 }],
    ['/well', { kind: 'answer-lost-after-commit', call: 1 }],
    ['/remind', { kind: 'storage-write-failed', call: 1 }],
    ['/well', { kind: 'object-crashed', on: 'object', call: 1, when: 'before' }],
    ['/store', { kind: 'database-failed', call: 1, committed: false }],
    ['/store', { kind: 'database-failed', call: 1, committed: true }],
    ['/well', { kind: 'process-killed', on: 'object', call: 1, when: 'after' }],
  ];
  const said = await lines(async (it) => {
    for (const [path, fault] of faults) await ask(it, path, fault);
    await ask(it, '/own');
  });
  expect(said).toEqual([expect.stringContaining('Cannot read properties of undefined')]);
});

test('What it says is heard as a console shows it, without secrets', async () => {
  expect(await lines((it) => ask(it, '/says'))).toEqual([
    'Worker debug: a word of 2',
    "Worker info: { at: 0, list: [ 1, 'undefined', null ], map: { a: '1' } }",
    'Worker log: red',
    `Worker warn: (secret) { authorization: '(secret)', text: '(secret)' } {"token":"(secret)","n":1}`,
    'Worker error: failed: TypeError: not today in fetch',
  ]);
});

test('What cannot be looked into is said too, and nothing is thrown in the code that says it', async () => {
  expect(await lines((it) => ask(it, '/odd'))).toEqual([
    'Worker log: odd [function ] … Error: no stack Symbol(name): named in fetch Response 418',
  ]);
});

test('Where nobody listens nothing is heard', async () => {
  expect(await heard((it) => ask(it, '/says'), false)).toEqual([]);
});

describe('lines', () => {
  const news = (level: LogNews['level'], text: string): LogNews => ({
    ...{ news: 'log', level, said: [text], object: null, worker: '', op: null },
  });
  const written = (all: LogNews[], secrets = new Secrets()): string[] => {
    const [logs, recorder] = [new Logs(secrets, '127.0.0.1:4444'), new Recorder(() => 0)];
    for (const one of all) logs.take(one, null);
    logs.write(recorder);
    return recorder.history.flatMap((event) => (event.kind === 'log' ? [event.text] : []));
  };

  test('are 200 at most, and exceptions are among them however much is said', () => {
    const said = Array.from({ length: 500 }, (_, index) => news('log', `line ${index}`));
    const texts = written([...said, news('exception', 'at last')]);
    expect(texts).toHaveLength(182);
    expect(texts.slice(-3)).toEqual(['line 179', 'More was left out.', 'at last']);
    const thrown = written(Array.from({ length: 500 }, () => news('exception', 'again')));
    expect(thrown).toHaveLength(201);
    expect(thrown.at(-1)).toBe('More was left out.');
    expect(written(said.slice(0, 180))).not.toContain('More was left out.');
  });

  test('name what differs from play to play by numbers', () => {
    const [one, two] = ['a'.repeat(64), 'b'.repeat(32)];
    expect(written([news('log', `${one} ${two}`), news('log', `${two} at http://127.0.0.1:4444/rooms`)])).toEqual([
      'hex1 hex2',
      'hex2 at http://worker.test/rooms',
    ]);
  });

  test('are cut, after secrets are taken out', () => {
    const [text] = written(
      [news('log', `${'x'.repeat(1991)} key-of-many-characters and more`)],
      new Secrets(['key-of-many-characters']),
    );
    expect(text).toHaveLength(2000);
    expect(text).not.toContain('key');
    const [bearer] = written([news('log', 'with Bearer abcdefghijkl and eyJhbGciOi.eyJzdWIi.c2ln')]);
    expect(bearer).toBe('with (secret) and (secret)');
  });
});
