import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Fault, FaultPlan } from '../../../contracts/trace/index.ts';
import { FaultMatcher } from '../faults.ts';
import { Numbers } from '../network.ts';
import { Recorder } from '../recorder.ts';
import { type RawAnswer, tcpListen } from '../transport.ts';
import { VirtualScheduler } from '../virtual-scheduler.ts';
import { EmbeddedInside } from './inside.ts';
import { notesLane } from './testing.ts';

/** A worker that knows nothing of the stage, on a stage: what each fault inside really does to it. */
let notes: Awaited<ReturnType<typeof notesLane>>;
beforeAll(async () => {
  notes = await notesLane();
});
afterAll(() => notes.stop());

type Answer = Record<string, unknown> & { status?: number; lost?: true };

class Play {
  readonly inside: EmbeddedInside;
  readonly scheduler: VirtualScheduler;
  readonly recorder: Recorder;
  readonly faults: FaultMatcher;
  readonly numbers = new Numbers();

  constructor(seed: number, plan: FaultPlan) {
    this.inside = new EmbeddedInside(notes.lane, seed, null);
    this.scheduler = new VirtualScheduler({ seed, start: 0, pacer: this.inside, recorder: () => this.recorder });
    this.recorder = new Recorder(() => this.scheduler.now());
    this.faults = new FaultMatcher(plan, (alias) => alias);
  }

  ask(method: 'GET' | 'POST', path: string, body?: string, fault?: Fault): Promise<Answer> {
    const id = this.numbers.msg();
    const origin = { id, op: id, gated: this.inside.gated, faults: fault ? [{ entry: 0, fault }] : [] };
    return new Promise((resolve) => {
      const arrive = (answer: Answer) => {
        this.inside.requestEnded(id);
        this.scheduler.arrive(`${id}`, () =>
          this.scheduler.post({ key: `${id}/back`, release: () => resolve(answer) }),
        );
      };
      this.scheduler.post({
        key: `${id}`,
        release: () => {
          this.inside.requestSent(id);
          const headers = this.inside.headersFor(origin);
          const parse = ({ status, body: text }: RawAnswer): Answer => ({ status, ...JSON.parse(text) });
          notes.transport.request({ method, path, headers, ...(body === undefined ? {} : { body }) }).then(
            (answer) => arrive(parse(answer)),
            () => arrive({ lost: true }),
          );
        },
      });
    });
  }
}

async function play<T>(seed: number, plan: FaultPlan, story: (play: Play) => Promise<T>): Promise<T> {
  const it = new Play(seed, plan);
  await it.inside.begin(it);
  return it.scheduler.play(story(it));
}

const faultOf = (fault: Fault): FaultPlan => [{ where: {}, fault }];

describe('a fault inside the target', () => {
  const cases: { fault: Fault; answer: Answer; stored: boolean; memory: 'kept' | 'lost' }[] = [
    {
      fault: { kind: 'object-unavailable', call: 1 },
      answer: { status: 500, retryable: true },
      stored: false,
      memory: 'kept',
    },
    {
      fault: { kind: 'object-overloaded', call: 1 },
      answer: { status: 500, overloaded: true },
      stored: false,
      memory: 'kept',
    },
    {
      fault: { kind: 'object-reset', call: 1 },
      answer: { status: 500, durableObjectReset: true },
      stored: false,
      memory: 'lost',
    },
    {
      fault: { kind: 'storage-write-failed', call: 1 },
      answer: { status: 500, durableObjectReset: true },
      stored: false,
      memory: 'lost',
    },
    {
      fault: { kind: 'answer-lost-after-commit', call: 1 },
      answer: { status: 500, durableObjectReset: true },
      stored: true,
      memory: 'lost',
    },
    {
      fault: { kind: 'process-killed', on: 'object', call: 1, when: 'before' },
      answer: { lost: true },
      stored: false,
      memory: 'lost',
    },
    {
      fault: { kind: 'process-killed', on: 'object', call: 1, when: 'after' },
      answer: { lost: true },
      stored: true,
      memory: 'lost',
    },
  ];

  test.each(cases)(
    '$fault.kind ($fault.when) strikes where it says and leaves what it says',
    async ({ fault, answer, stored, memory }) => {
      await play(1, faultOf(fault), async (it) => {
        await it.ask('POST', '/', 'before');
        const before = await it.ask('GET', '/');
        expect(await it.ask('POST', '/', 'struck', fault)).toMatchObject(answer);
        const after = await it.ask('GET', '/');
        expect(after.count).toBe(Number(before.count) + (stored ? 1 : 0));
        expect(after.inMemory).toBe(memory === 'lost' ? 0 : before.inMemory);
        expect(it.faults.fired).toEqual([0]);
      });
    },
  );

  test.each([
    ['object-unavailable', 1],
    ['object-unavailable', 2],
    ['storage-write-failed', 1],
  ] as const)('%s strikes call %i of two that are made side by side, and no other', async (kind, call) => {
    const fault: Fault = { kind, call };
    await play(7, faultOf(fault), async (it) => {
      const { count } = await it.ask('GET', '/');
      const { first } = await it.ask('POST', '/add-both', 'ab', fault);
      expect(first).toBe(call === 1 ? 'rejected' : 'fulfilled');
      expect(it.faults.fired).toEqual([0]);
      const stored = Number((await it.ask('GET', '/')).count) - Number(count);
      expect(stored).toBeLessThanOrEqual(1);
    });
  });

  test('a write that fails is rolled back, however long the object would have gone on after it', async () => {
    const fault: Fault = { kind: 'storage-write-failed', call: 1 };
    await play(1, faultOf(fault), async (it) => {
      const before = await it.ask('GET', '/');
      expect(await it.ask('POST', '/add-and-wait', 'struck', fault)).toMatchObject({ durableObjectReset: true });
      expect((await it.ask('GET', '/')).count).toBe(before.count);
    });
  });

  test('a database that fails before it ran has stored nothing, one whose answer is lost has', async () => {
    const settings = async (committed: boolean) => {
      const fault: Fault = { kind: 'database-failed', call: 1, committed };
      return play(2, faultOf(fault), async (it) => {
        const struck = await it.ask('POST', '/setup', committed ? 'http://second.test' : 'http://first.test', fault);
        return struck.message;
      });
    };
    expect(await settings(false)).toContain('did not run');
    expect(await settings(true)).toContain('connection to the database was lost');
  });

  test('an evicted object forgets its memory and keeps its storage', async () => {
    await play(3, [], async (it) => {
      const { count } = await it.ask('POST', '/', 'kept');
      const evicted = new Promise<boolean>((resolve) =>
        it.scheduler.post({ key: 'evict', release: async () => resolve(await it.inside.evict()) }),
      );
      expect(await evicted).toBe(true);
      expect(await it.ask('GET', '/')).toMatchObject({ count, inMemory: 0 });
    });
  });
});

describe('time inside the target', () => {
  test('timers fire in virtual order and take no real time', async () => {
    await play(4, [], async (it) => {
      const day = 86_400_000;
      const both = Promise.all([it.ask('GET', `/wait?ms=${day}`), it.ask('GET', '/wait?ms=1000')]);
      await it.scheduler.advance(day);
      const [late, early] = await both;
      expect([late.now, early.now]).toEqual([day, 1000]);
    });
  });

  test('an alarm fires when it is due, and again two seconds later when it failed', async () => {
    await play(5, [], async (it) => {
      const calls: number[] = [];
      const hook = await tcpListen((call) => {
        const outbound = it.inside.outboundSeen(call.headers) ?? 0;
        it.scheduler.arrive('hook', () => {
          calls.push(it.scheduler.now());
          it.inside.outboundEnded(outbound);
          call.answer(calls.length === 1 ? null : { status: 204, headers: {}, body: '' });
        });
      });
      await it.ask('POST', '/setup', hook.url);
      const { count } = await it.ask('GET', '/');
      await it.ask('POST', '/remind', '60000');
      await it.scheduler.advance(59_999);
      expect(calls).toEqual([]);
      await it.scheduler.advance(1);
      expect(await it.ask('GET', '/')).toMatchObject({ count });
      await it.scheduler.advance(2000);
      expect(calls).toEqual([60_000, 62_000]);
      expect(await it.ask('GET', '/')).toMatchObject({ count: Number(count) + 1 });
      await hook.close();
    });
  });

  test('an alarm that was set and rolled back, or is pending when the process is killed, is what the storage says', async () => {
    const fault: Fault = { kind: 'process-killed', on: 'object', call: 1, when: 'after' };
    await play(6, faultOf(fault), async (it) => {
      await it.ask('POST', '/setup', '');
      await it.ask('POST', '/remind', '60000');
      await it.ask('GET', '/', undefined, fault);
      const { count } = await it.ask('GET', '/');
      await it.scheduler.advance(60_000);
      expect(await it.ask('GET', '/')).toMatchObject({ count: Number(count) + 1 });
    });
    const failed: Fault = { kind: 'storage-write-failed', call: 1 };
    await play(7, faultOf(failed), async (it) => {
      await it.ask('POST', '/remind', '60000', failed);
      const { count } = await it.ask('GET', '/');
      await it.scheduler.advance(60_000);
      expect(await it.ask('GET', '/')).toMatchObject({ count });
    });
  });
});

describe('steps at once', () => {
  test('show the race of look-then-add in some orders and not in others', async () => {
    const found = new Set<number>();
    for (let seed = 1; seed <= 12; seed += 1) {
      const counts = await play(seed, [], async (it) => {
        const before = Number((await it.ask('GET', '/')).count);
        it.inside.gated = true;
        it.scheduler.gather(() => {});
        const answers = await Promise.all([
          it.ask('POST', '/', 'a'),
          it.ask('POST', '/', 'b'),
          it.ask('GET', '/look-then-add'),
        ]);
        it.inside.gated = false;
        return answers.map(({ count }) => Number(count) - before);
      });
      found.add(counts[2] ?? -1);
    }
    expect(found.size).toBeGreaterThan(1);
  });
});
