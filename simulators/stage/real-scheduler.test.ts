import { describe, expect, test } from 'vitest';
import { RealScheduler, TooLong } from './real-scheduler.ts';

const item = (key: string, release: () => void | Promise<void>) => ({ key, release });

describe('the scheduler of real time', () => {
  test('releases what is posted, after the play has done its turn', async () => {
    const scheduler = new RealScheduler();
    const seen: string[] = [];
    await scheduler.play(
      new Promise<void>((resolve) => {
        scheduler.post(item('a', () => void seen.push('a')));
        scheduler.after('b', 2, () => {
          seen.push('b');
          resolve();
        });
        seen.push('turn');
      }),
    );
    expect(seen).toEqual(['turn', 'a', 'b']);
  });

  test('takes what arrives at once, in the order of the network', () => {
    const scheduler = new RealScheduler();
    const seen: string[] = [];
    for (const key of ['b', 'a']) scheduler.arrive(key, () => void seen.push(key));
    expect(seen).toEqual(['b', 'a']);
  });

  test('a cancelled timer does not fire', async () => {
    const scheduler = new RealScheduler();
    const seen: string[] = [];
    await new Promise<void>((resolve) => {
      scheduler.after('cancelled', 1, () => void seen.push('cancelled'))();
      scheduler.after('kept', 2, resolve);
    });
    expect(seen).toEqual([]);
  });

  test('what fails when it is released fails the play', async () => {
    const scheduler = new RealScheduler();
    const played = scheduler.play(new Promise<never>(() => {}));
    scheduler.post(
      item('a', () => {
        throw new Error('broken simulator');
      }),
    );
    await expect(played).rejects.toThrow('broken simulator');
  });

  test('a wait beyond what a run allows is refused at once, saying how long it is', async () => {
    const error = await new RealScheduler().advance(48 * 3_600_000).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(TooLong);
    expect(error).toMatchObject({ message: 'would wait 172800 s of real time' });
  });

  test('once stopped nothing fires any more, armed before or after', async () => {
    const scheduler = new RealScheduler();
    const seen: string[] = [];
    scheduler.after('before', 1, () => void seen.push('before'));
    scheduler.stop();
    scheduler.after('after', 1, () => void seen.push('after'));
    scheduler.post(item('posted', () => void seen.push('posted')));
    await new Promise((resolve) => setTimeout(resolve, 3));
    expect(seen).toEqual([]);
  });
});
