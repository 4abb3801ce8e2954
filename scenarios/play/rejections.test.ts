import { describe, expect, test } from 'vitest';
import { rejectionsOf } from './rejections.ts';

const turn = () => new Promise((resolve) => setImmediate(resolve));
const forget = (reason: unknown) => void Promise.reject(reason);

describe('rejections that nobody handles', () => {
  test('are collected beside the result', async () => {
    const reason = new Error('forgotten');
    expect(
      await rejectionsOf(async () => {
        forget(reason);
        return 'done';
      }),
    ).toEqual({ result: 'done', rejections: [reason] });
  });

  test('go to the one of two that run side by side that caused them', async () => {
    const work = (name: string) => async () => {
      await turn();
      forget(name);
      await turn();
      return name;
    };
    expect(await Promise.all([rejectionsOf(work('a')), rejectionsOf(work('b'))])).toEqual([
      { result: 'a', rejections: ['a'] },
      { result: 'b', rejections: ['b'] },
    ]);
  });

  test('are none where somebody handles them', async () => {
    const { rejections } = await rejectionsOf(async () => {
      await Promise.reject(new Error('expected')).catch(() => {});
    });
    expect(rejections).toEqual([]);
  });

  test('work that fails fails, and nothing listens any more when all has ended', async () => {
    const before = process.listenerCount('unhandledRejection');
    await expect(rejectionsOf(() => Promise.reject(new Error('as it is')))).rejects.toThrow('as it is');
    expect(process.listenerCount('unhandledRejection')).toBe(before);
  });
});
