import { describe, expect, test } from 'vitest';
import { reach, StoreFailure } from './failures.ts';

describe('a failed call', () => {
  test.each([
    [{ retryable: true }, true],
    [{ overloaded: true }, true],
    [{ retryable: true, durableObjectReset: true }, false],
    [{ remote: true }, false],
    [{}, false],
  ])('with %o is known not to have run: %s', async (marks, refused) => {
    const failure = await reach('the session', () => Promise.reject(Object.assign(new Error('no'), marks))).catch(
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(StoreFailure);
    expect(failure).toMatchObject({ refused });
  });

  test('may throw anything', async () => {
    await expect(reach('the session', () => Promise.reject(null))).rejects.toMatchObject({ refused: false });
  });
});
