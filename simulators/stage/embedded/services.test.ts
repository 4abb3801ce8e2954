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
import { shopFiles } from './shop.testing.ts';
import { TalkPlay } from './testing.ts';

let folder: string;
let shop: WorkerProject;
let prices: WorkerProject;
let lane: Lane;
let transport: Transport;
beforeAll(async () => {
  folder = mkdtempSync(joinPath(tmpdir(), 'rehearse-services-'));
  for (const [name, text] of Object.entries(shopFiles)) {
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

  test('calls functions beside a handler with one argument, and they have its environment', async () => {
    await play([], async (it) => {
      expect(await ask(it, '/notify')).toEqual(['tea', 'prices', 'function']);
      expect(await ask(it, '/notify/twice')).toBe('TypeError');
    });
  });

  test('hands on stubs of objects and of services, and is given them', async () => {
    await play([], async (it) => {
      expect(await ask(it, '/handed')).toBe('shop 1');
      expect(await ask(it, '/own')).toBe('shop 2');
      expect(await ask(it, '/handed/service')).toBe('prices 1');
      expect(await ask(it, '/given')).toBe('prices 2');
      expect(await ask(it, '/given/before')).toBe('prices 3');
      expect(await ask(it, '/given/deep')).toBe('prices 4');
      expect(await ask(it, '/given/using')).toBe('prices 5');
    });
  });

  test('is struck by a fault in what it calls through a stub that it was given', async () => {
    const fault: Fault = { kind: 'object-unavailable', call: 1 };
    await play([{ where: {}, fault }], async (it) => {
      expect(await ask(it, '/given', fault)).toBe(500);
      expect(await ask(it, '/given')).toBe('prices 1');
      expect(it.faults.fired).toEqual([0]);
    });
  });

  test('has stubs and answers that are texts and functions as on the platform', async () => {
    await play([], async (it) => {
      const [stub, member, answer] = ['[object Fetcher]', '[object JsRpcProperty]', '[object JsRpcPromise]'];
      expect(await ask(it, '/text')).toEqual([stub, member, answer, '{}']);
      expect(await ask(it, '/function')).toBe(42);
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
