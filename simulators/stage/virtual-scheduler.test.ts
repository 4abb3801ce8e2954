import { describe, expect, test } from 'vitest';
import { Recorder } from './recorder.ts';
import type { Pacer } from './scheduler.ts';
import { noPace } from './testing.ts';
import { Stuck, VirtualScheduler } from './virtual-scheduler.ts';

const letters = ['a', 'b', 'c', 'd', 'e', 'f'];

function schedulerOf(options: { seed?: number; pacer?: Pacer; follow?: readonly string[] } = {}) {
  const recorder: Recorder = new Recorder(() => scheduler.now());
  const { seed = 1, pacer = noPace, ...rest } = options;
  const scheduler = new VirtualScheduler({ seed, start: 0, pacer, recorder: () => recorder, ...rest });
  return { scheduler, recorder };
}

/** The order in which items posted together are released. */
async function orderOf(keys: readonly string[], seed = 1, follow?: readonly string[]): Promise<string[]> {
  const { scheduler } = schedulerOf({ seed, ...(follow ? { follow } : {}) });
  const seen: string[] = [];
  for (const key of keys) scheduler.post({ key, release: () => void seen.push(key) });
  await scheduler.play(scheduler.settle());
  return seen;
}

describe('the order of release', () => {
  test('is pinned for a seed', async () => {
    expect((await orderOf(letters)).join('')).toMatchInlineSnapshot(`"fecdab"`);
    expect((await orderOf(letters, 2)).join('')).toMatchInlineSnapshot(`"dabefc"`);
  });

  test('does not depend on the order of posting', async () => {
    expect(await orderOf([...letters].reverse())).toEqual(await orderOf(letters));
  });

  test('of the others stays when one is left out', async () => {
    const whole = await orderOf(letters);
    for (const left of letters) {
      const others = letters.filter((key) => key !== left);
      expect(await orderOf(others)).toEqual(whole.filter((key) => key !== left));
    }
  });

  test('follows the choices of an earlier play, and goes its own way where they do not fit', async () => {
    const wanted = ['f', 'a', 'e', 'b', 'd', 'c'];
    expect(await orderOf(letters, 1, wanted)).toEqual(wanted);
    const own = await orderOf(letters);
    expect(await orderOf(letters, 1, ['f', 'gone'])).toEqual(['f', ...own.filter((key) => key !== 'f')]);
  });

  test('keeps the frames of a channel in order, whatever the seed', async () => {
    for (let seed = 1; seed <= 20; seed += 1) {
      const { scheduler } = schedulerOf({ seed });
      const seen: string[] = [];
      for (const key of letters) scheduler.post({ key, channel: 'in', release: () => void seen.push(key) });
      await scheduler.play(scheduler.settle());
      expect(seen).toEqual(letters);
    }
  });
});

describe('the virtual scheduler', () => {
  test('releases one thing at a time: the next when all that the last one led to is quiet', async () => {
    const seen: string[] = [];
    const pacer: Pacer = { tell: async () => void seen.push('tell'), quiet: async () => void seen.push('quiet') };
    const { scheduler } = schedulerOf({ pacer });
    for (const key of ['a', 'b']) {
      scheduler.post({
        key,
        release: async () => {
          seen.push('begin');
          await new Promise(setImmediate);
          seen.push('end');
        },
      });
    }
    await scheduler.play(scheduler.settle());
    const one = ['quiet', 'tell', 'begin', 'end'];
    expect(seen.slice(0, 9)).toEqual([...one, ...one, 'quiet']);
  });

  test('tells the target the time before what is due then', async () => {
    const told: number[] = [];
    const { scheduler } = schedulerOf({ pacer: { quiet: async () => {}, tell: async (now) => void told.push(now) } });
    scheduler.after('timer', 250, () => {});
    await scheduler.play(scheduler.advance(1000));
    expect([told, scheduler.now()]).toEqual([[250], 1000]);
  });

  test('lets messages under way arrive before any timer fires', async () => {
    const { scheduler } = schedulerOf();
    const seen: string[] = [];
    scheduler.after('timer', 0, () => void seen.push('timer'));
    for (const key of letters) scheduler.post({ key, release: () => void seen.push(key) });
    await scheduler.play(scheduler.settle());
    expect(seen.at(-1)).toBe('timer');
  });

  test('fires timers by due time, and those due together in an order the seed decides', async () => {
    const orders = new Set<string>();
    for (let seed = 1; seed <= 20; seed += 1) {
      const { scheduler } = schedulerOf({ seed });
      const seen: string[] = [];
      for (const key of ['late', 'a', 'b']) {
        scheduler.after(key, key === 'late' ? 11 : 10, () => void seen.push(`${key}@${scheduler.now()}`));
      }
      await scheduler.play(scheduler.advance(20));
      expect(seen.at(-1)).toBe('late@11');
      orders.add(seen.join(' '));
    }
    expect([...orders].sort()).toEqual(['a@10 b@10 late@11', 'b@10 a@10 late@11']);
  });

  test('a cancelled timer does not fire', async () => {
    const { scheduler } = schedulerOf();
    const seen: string[] = [];
    const cancel = scheduler.after('timer', 5, () => void seen.push('timer'));
    cancel();
    cancel();
    await scheduler.play(scheduler.advance(10));
    expect(seen).toEqual([]);
  });

  test('an item with a delay waits for its time', async () => {
    const { scheduler } = schedulerOf();
    const seen: number[] = [];
    scheduler.post({ key: 'slow', delay: 300, release: () => void seen.push(scheduler.now()) });
    await scheduler.play(scheduler.settle().then(() => seen.push(-1)));
    await scheduler.play(scheduler.advance(400));
    expect(seen).toEqual([-1, 300]);
  });

  test('settles when nothing is under way and no timer is due; time does not move', async () => {
    const { scheduler } = schedulerOf();
    const seen: string[] = [];
    scheduler.post({ key: 'a', release: () => scheduler.post({ key: 'b', release: () => void seen.push('b') }) });
    scheduler.after('now', 0, () => void seen.push('now'));
    scheduler.after('later', 1, () => void seen.push('later'));
    await scheduler.play(scheduler.settle());
    expect([seen, scheduler.now()]).toEqual([['b', 'now'], 0]);
  });

  test('advances by exactly what was asked, playing what falls due and what that leads to', async () => {
    const { scheduler, recorder } = schedulerOf();
    const seen: string[] = [];
    const tick = () => {
      seen.push(`tick@${scheduler.now()}`);
      scheduler.after('tick', 400, tick);
    };
    scheduler.after('tick', 400, tick);
    recorder.cause = 3;
    await scheduler.play(scheduler.advance(1000));
    expect([seen, scheduler.now(), recorder.cause]).toEqual([['tick@400', 'tick@800'], 1000, undefined]);
  });

  test('refuses to advance while it is being advanced', async () => {
    const { scheduler } = schedulerOf();
    const first = scheduler.advance(10);
    expect(() => scheduler.advance(5)).toThrow('Failed to advance the clock: it is being advanced.');
    await scheduler.play(first);
    await scheduler.play(scheduler.advance(5));
    expect(scheduler.now()).toBe(15);
  });

  test('moves time on by itself to what the play waits for', async () => {
    const { scheduler } = schedulerOf();
    await scheduler.play(new Promise<void>((resolve) => scheduler.after('answer', 10_000, resolve)));
    expect(scheduler.now()).toBe(10_000);
  });

  test('a play that fails ends as it failed, and so does one where a release fails', async () => {
    const { scheduler } = schedulerOf();
    await expect(scheduler.play(Promise.reject(new Error('as written')))).rejects.toThrow('as written');
    scheduler.post({ key: 'a', release: () => Promise.reject(new Error('in a release')) });
    await expect(scheduler.play(new Promise(() => {}))).rejects.toThrow('in a release');
  });

  test('takes what arrived in the order of the keys, not of the network', async () => {
    const { scheduler } = schedulerOf();
    const seen: string[] = [];
    for (const key of ['c', 'a', 'b']) scheduler.arrive(key, () => void seen.push(key));
    scheduler.arrive('b', () => void seen.push('second b'));
    await scheduler.play(scheduler.settle());
    expect(seen).toEqual(['a', 'b', 'second b', 'c']);
  });

  test('while it gathers, gates stay shut until all else has arrived; then it says so once', async () => {
    for (let seed = 1; seed <= 10; seed += 1) {
      const { scheduler } = schedulerOf({ seed });
      const seen: string[] = [];
      scheduler.gather(() => void seen.push('arrived'));
      scheduler.post({ key: 'gate', gate: true, release: () => void seen.push('gate') });
      scheduler.post({
        key: 'a',
        release: () => {
          seen.push('a');
          scheduler.post({ key: 'b', release: () => void seen.push('b') });
        },
      });
      scheduler.after('timer', 0, () => void seen.push('timer'));
      await scheduler.play(scheduler.settle());
      expect(seen).toEqual(['a', 'b', 'arrived', 'gate', 'timer']);
    }
  });

  test('restores the cause of each item and timer before it is released', async () => {
    const { scheduler, recorder } = schedulerOf();
    const causes: Record<string, number | undefined> = {};
    const note = (key: string) => () => {
      causes[key] = recorder.cause;
    };
    recorder.cause = 4;
    scheduler.post({ key: 'of the moment', release: note('of the moment') });
    scheduler.post({ key: 'its own', cause: 7, release: note('its own') });
    scheduler.post({ key: 'late', delay: 5, release: note('late') });
    scheduler.after('timer', 5, note('timer'));
    recorder.cause = undefined;
    await scheduler.play(scheduler.advance(5));
    expect(causes).toEqual({ 'of the moment': 4, 'its own': 7, late: 4, timer: 4 });
  });

  test('notes what it released and fired, in order', async () => {
    const { scheduler } = schedulerOf();
    scheduler.after('timer', 5, () => scheduler.post({ key: 'item', release: () => {} }));
    await scheduler.play(scheduler.advance(5));
    expect(scheduler.choices).toEqual(['timer', 'item']);
  });
});

describe('a play that waits', () => {
  const minute = 60_000;

  /** Something that tries again every minute, for ever. */
  function tryForEver(scheduler: VirtualScheduler): { attempts: number } {
    const count = { attempts: 0 };
    const again = () => {
      count.attempts += 1;
      scheduler.after('again', minute, again);
    };
    again();
    return count;
  }

  test('for what nothing brings is stuck after an hour, though timers go on for ever', async () => {
    const { scheduler } = schedulerOf();
    const count = tryForEver(scheduler);
    await expect(scheduler.play(new Promise(() => {}))).rejects.toThrow(Stuck);
    expect(scheduler.now()).toBe(60 * minute);
    expect(count.attempts).toBe(61);
  });

  test('may ask for any time to pass, and then has an hour again', async () => {
    const { scheduler } = schedulerOf();
    const end = { time: 0 };
    const whole = async () => {
      await scheduler.advance(100 * minute);
      await new Promise<void>((resolve) => scheduler.after('bell', 59 * minute, resolve));
      end.time = scheduler.now();
    };
    await scheduler.play(whole());
    expect(end.time).toBe(159 * minute);
  });

  test('with no timer set is stuck at once', async () => {
    const { scheduler } = schedulerOf();
    await expect(scheduler.play(new Promise(() => {}))).rejects.toThrow('never comes');
    expect(scheduler.now()).toBe(0);
  });
});
