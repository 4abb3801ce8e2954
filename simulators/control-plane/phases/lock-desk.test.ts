import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { correctRules as rules } from '../rules.ts';
import { LockDesk } from './lock-desk.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A lock that may be taken when it is free. */
function stage(leaseEnd: () => number | null = () => null) {
  const desk = new LockDesk();
  const lock = { free: false };
  const tries: number[] = [];
  const ask = (name: string) =>
    desk.until(
      rules,
      ['s'],
      ({ waited }) => {
        tries.push(waited);
        if (!lock.free) return 'locked';
        lock.free = false;
        return name;
      },
      leaseEnd,
    );
  return { desk, lock, tries, ask };
}

describe('whoever waits for a lock (PHASE-5)', () => {
  test('has it at once where it is free', async () => {
    const { lock, tries, ask } = stage();
    lock.free = true;
    expect(await ask('one')).toBe('one');
    expect(tries).toEqual([0]);
  });

  test('waits two seconds, and no longer', async () => {
    const { tries, ask } = stage();
    const asked = ask('one');
    await vi.advanceTimersByTimeAsync(1999);
    expect(tries).toEqual([0]);
    await vi.advanceTimersByTimeAsync(1);
    expect(await asked).toBe('locked');
    expect(tries).toEqual([0, 2000]);
  });

  test('has it when it is freed, in the order of asking', async () => {
    const { desk, lock, ask } = stage();
    const asked = Promise.race([ask('one'), ask('two')]);
    await vi.advanceTimersByTimeAsync(700);
    lock.free = true;
    desk.wake(['other']);
    desk.wake(['s']);
    expect(await asked).toBe('one');
  });

  test('has it when the lease of its holder ends', async () => {
    const { lock, tries, ask } = stage(() => 1500);
    const asked = ask('one');
    await vi.advanceTimersByTimeAsync(1499);
    lock.free = true;
    await vi.advanceTimersByTimeAsync(1);
    expect(await asked).toBe('one');
    expect(tries).toEqual([0, 1500]);
  });
});
