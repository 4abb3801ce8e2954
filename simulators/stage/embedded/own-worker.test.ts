import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Fault, type FaultPlanInput, faultPlan } from '../../../contracts/trace/index.ts';
import { type Transport, tcpTransport } from '../transport.ts';
import { join } from '../worker/joined.ts';
import { bundleProject } from '../worker/script.ts';
import { Lane } from './lane.ts';
import { TalkPlay } from './testing.ts';

/** A worker as tutorials write them: what each fault inside really does to it. */
let lane: Lane;
let transport: Transport;
beforeAll(async () => {
  const main = fileURLToPath(new URL('../isolate/testing/rooms-worker.ts', import.meta.url));
  const sql = 'CREATE TABLE words (word TEXT); INSERT INTO words VALUES (1)';
  const databases = { DB: { id: null, migrations: [{ name: '0001.sql', sql }] } };
  const plain = {
    withoutSql: ['Room'],
    databases,
    stores: { NOTES: null },
    foreignObjects: {},
    services: {},
    variables: { GREETING: { word: 'hello' } },
  };
  const about = { objects: { ROOMS: 'Room' }, compatibilityDate: '2026-07-30', compatibilityFlags: ['nodejs_als'] };
  const named = { name: 'rooms', base: 'rooms', environment: null };
  const project = { ...named, folder: '/', main, define: {}, alias: {}, warnings: [], ...plain, ...about };
  lane = await Lane.start({ ...join(project, []), script: await bundleProject(project) });
  transport = tcpTransport(lane.url, { closeTimeout: 5 });
});
afterAll(async () => {
  await transport.close();
  await lane.stop();
});

interface Answer {
  status: number;
  count?: number;
  memory?: number;
  sockets?: number;
  value?: unknown;
  metadata?: unknown;
}

/** Plays a story on a worker with nothing stored. */
async function play<T>(plan: FaultPlanInput, story: (it: TalkPlay) => Promise<T>): Promise<T> {
  await lane.renew();
  const it = new TalkPlay(lane, transport, faultPlan.parse(plan), 1);
  await it.inside.begin(it.network);
  const result = await it.scheduler.play(story(it));
  for (const socket of it.network.sockets) socket.terminate();
  expect(await it.inside.end(5000)).toBe(true);
  return result;
}

function ask(it: TalkPlay, path: string, body = '', fault?: Fault): Promise<Answer | 'lost'> {
  const id = it.network.numbers.msg();
  const headers = it.inside.headersFor({ id, op: id, faults: fault ? [{ entry: 0, fault }] : [] });
  return new Promise((resolve) => {
    const arrive = (answer: Answer | 'lost') => {
      it.inside.requestEnded(id);
      it.scheduler.arrive(`${id}`, () => it.scheduler.post({ key: `${id}/back`, release: () => resolve(answer) }));
    };
    const release = () => {
      it.inside.requestSent(id);
      const asked = transport.request({ method: 'POST', path, headers, body });
      const read = (text: string) => (text.startsWith('{') ? JSON.parse(text) : {});
      asked.then(
        (answer) => arrive({ ...read(answer.body), status: answer.status }),
        () => arrive('lost'),
      );
    };
    it.scheduler.post({ key: `${id}`, release });
  });
}

const planOf = (fault: Fault): FaultPlanInput => [{ where: {}, fault }];

describe('a fault at a call by fetch, to an object that keeps things in memory and in the key-value storage', () => {
  const cases: { fault: Fault; stored: boolean; memory: number; lost?: true }[] = [
    { fault: { kind: 'object-unavailable', call: 1 }, stored: false, memory: 1 },
    { fault: { kind: 'object-overloaded', call: 1 }, stored: false, memory: 1 },
    { fault: { kind: 'object-reset', call: 1 }, stored: false, memory: 0 },
    { fault: { kind: 'storage-write-failed', call: 1 }, stored: false, memory: 0 },
    { fault: { kind: 'answer-lost-after-commit', call: 1 }, stored: true, memory: 0 },
    { fault: { kind: 'process-killed', on: 'object', call: 1, when: 'before' }, stored: false, memory: 0, lost: true },
    { fault: { kind: 'process-killed', on: 'object', call: 1, when: 'after' }, stored: true, memory: 0, lost: true },
  ];

  for (const path of ['/add', '/transact']) {
    test.each(cases)(`$fault.kind ($fault.when) at ${path}`, async ({ fault, stored, memory, lost }) => {
      await play(planOf(fault), async (it) => {
        await ask(it, '/add');
        expect(await ask(it, '/remember')).toMatchObject({ count: 1, memory: 1 });
        const struck = await ask(it, path, '', fault);
        if (lost) expect(struck).toBe('lost');
        else expect(struck).toMatchObject({ status: 500 });
        expect(await ask(it, '/look')).toMatchObject({ count: stored ? 2 : 1, memory });
        expect(it.faults.fired).toEqual([0]);
      });
    });
  }

  test('without a fault all is stored and remembered', async () => {
    await play([], async (it) => {
      await ask(it, '/add');
      await ask(it, '/remember');
      expect(await ask(it, '/transact')).toMatchObject({ status: 200, count: 2, memory: 1 });
    });
  });

  test.each([false, true])('database-failed at a KV namespace (committed: %s)', async (committed) => {
    const fault: Fault = { kind: 'database-failed', call: 1, committed };
    await play(planOf(fault), async (it) => {
      await ask(it, '/note', 'first');
      expect(await ask(it, '/note', 'second', fault)).toMatchObject({ status: 500 });
      const noted = { value: committed ? 'second' : 'first', metadata: { word: 'hello' } };
      expect(await ask(it, '/noted')).toMatchObject(noted);
    });
  });
});

test('migrations make a database once, also where the process is killed after them', async () => {
  const fault: Fault = { kind: 'process-killed', on: 'database', call: 1, when: 'after' };
  await play(planOf(fault), async (it) => {
    expect(await ask(it, '/words', '', fault)).toBe('lost');
    expect(await ask(it, '/words')).toMatchObject({ count: 1 });
  });
});

test('a cache keeps nothing', async () => {
  await play([], async (it) => {
    expect(await ask(it, '/cached')).toEqual({ status: 200, value: [null, null, false] });
  });
});

describe('sockets that the object accepts itself', () => {
  const at = (fault: Fault): FaultPlanInput => [
    { where: { actor: 'frontend', operation: 'live', frame: 'add', nth: 1 }, fault },
  ];

  test('are heard and counted, and their ends too', async () => {
    await play([], async (it) => {
      const [tab, other] = [await it.tab('one').open(), await it.tab('one', 'other').open()];
      expect(await tab.say({ type: 'add' })).toMatchObject([{ type: 'add done', count: 1, sockets: 2 }]);
      expect(other.frames).toMatchObject([{ type: 'add done', count: 1 }]);
      await other.close(1000);
      expect(await tab.say({ type: 'look' })).toMatchObject([{ sockets: 1 }]);
      await tab.say({ type: 'leave' });
      expect(tab.closed).toEqual([4001]);
    });
  });

  test.each([
    [{ kind: 'object-reset', call: 1 }, 0],
    [{ kind: 'storage-write-failed', call: 1 }, 0],
    [{ kind: 'answer-lost-after-commit', call: 1 }, 1],
  ] as const)('break, with nothing said, by %o at a frame', async (fault, count) => {
    await play(at(fault), async (it) => {
      const tab = await it.tab('one').open();
      expect(await tab.say({ type: 'add' })).toEqual([]);
      expect(tab.closed).toEqual([1006]);
      const later = await it.tab('one', 'later').open();
      expect(await later.say({ type: 'look' })).toMatchObject([{ count, sockets: 1 }]);
      expect(it.faults.fired).toEqual([0]);
    });
  });

  test('keep their object in memory: it cannot be evicted', async () => {
    await play(at({ kind: 'object-evicted' }), async (it) => {
      const tab = await it.tab('one').open();
      expect(await tab.say({ type: 'add' })).toMatchObject([{ sockets: 1 }]);
      expect(it.faults.fired).toEqual([]);
    });
  });
});

describe('time', () => {
  test('an interval ticks in virtual time, until it is cleared', async () => {
    await play([], async (it) => {
      const tab = await it.tab('one').open();
      await tab.say({ type: 'tick' });
      await it.scheduler.advance(1000);
      const ticks = tab.frames.filter(({ type }) => type === 'ticked');
      expect(ticks.map(({ at }) => at)).toEqual([100, 200, 300]);
    });
  });

  test('what the object does after its answer goes on in virtual time', async () => {
    await play([], async (it) => {
      expect(await ask(it, '/later')).toMatchObject({ count: 0 });
      await it.scheduler.advance(1000);
      expect(await ask(it, '/look')).toMatchObject({ count: 1 });
    });
  });

  test('an answer whose parts wait for timers comes to its end, and so does the reading of one', async () => {
    await play([], async (it) => {
      const start = it.scheduler.now();
      const asked = ask(it, '/stream');
      await it.scheduler.advance(3999);
      const open = Symbol('open');
      expect(await Promise.race([asked, Promise.resolve(open)])).toBe(open);
      await it.scheduler.advance(1);
      expect(await asked).toEqual({ status: 200, value: start });
      const read = ask(it, '/read');
      await it.scheduler.advance(2000);
      expect(await read).toEqual({ status: 200, value: 'ab' });
    });
  });

  test('a signal times out in virtual time', async () => {
    await play([], async (it) => {
      const due = it.scheduler.now() + 60_000;
      const asked = ask(it, '/patient');
      await it.scheduler.advance(60_001);
      expect(await asked).toEqual({ status: 200, value: ['TimeoutError', due] });
    });
  });

  test('an alarm that failed is fired again, and told so', async () => {
    await play([], async (it) => {
      await ask(it, '/fail');
      await it.scheduler.advance(10_000);
      const retried = [0, 1, 2].map((retryCount) => ({ isRetry: retryCount > 0, retryCount }));
      expect(await ask(it, '/alarms')).toMatchObject({ value: retried });
      await ask(it, '/remind', '1000');
      await it.scheduler.advance(1000);
      const first = { isRetry: false, retryCount: 0 };
      expect(await ask(it, '/alarms')).toMatchObject({ value: [...retried, first] });
    });
  });

  const alarm = (fault: Fault): FaultPlanInput => [{ where: { actor: 'alarm' }, fault }];
  test.each([
    ['on time', [], 1000, 1],
    ['late', alarm({ kind: 'alarm-late', ms: 500 }), 1499, 0],
    ['late', alarm({ kind: 'alarm-late', ms: 500 }), 1500, 1],
    ['twice', alarm({ kind: 'alarm-twice' }), 1000, 2],
  ] as const)('an alarm fires %s', async (_how, plan, ms, count) => {
    await play([...plan], async (it) => {
      await ask(it, '/remind', '1000');
      await it.scheduler.advance(999);
      expect(await ask(it, '/look')).toMatchObject({ count: 0 });
      await it.scheduler.advance(ms - 999);
      expect(await ask(it, '/look')).toMatchObject({ count });
    });
  });

  test('an object without sockets of its own is evicted: memory gone, storage kept', async () => {
    await play([], async (it) => {
      await ask(it, '/add');
      await ask(it, '/remember');
      const evicted = new Promise<boolean>((resolve) =>
        it.scheduler.post({ key: 'evict', release: async () => resolve(await it.inside.evict()) }),
      );
      expect(await evicted).toBe(true);
      expect(await ask(it, '/look')).toMatchObject({ count: 1, memory: 0 });
    });
  });
});
