import { describe, expect, test } from 'vitest';
import { patientDelay, retries, retryDelay } from './retry.ts';

describe('The delay before a retry', () => {
  test('It is 4, 8, 16, 32 and 64 seconds, and then there is none', () => {
    expect([1, 2, 3, 4, 5, 6, 100].map(retryDelay)).toEqual([4_000, 8_000, 16_000, 32_000, 64_000, null, null]);
  });

  test.each([
    [1, null, 0],
    [2, null, 8_000],
    [1, 503, 4_000],
    [2, 503, 8_000],
    [5, null, 64_000],
    [6, null, 64_000],
    [1_000, 500, 64_000],
  ])('A claim whose attempt %i ended with %s is sent again after %i ms', (attempt, status, delay) => {
    expect(patientDelay(attempt, status)).toBe(delay);
  });
});

describe('The meaning of a status', () => {
  test.each([null, 408, 429, 500, 502, 503, 599])('%s is worth another attempt', (status) => {
    expect(retries(status)).toBe(true);
  });

  test.each([302, 400, 401, 403, 404, 409, 413, 422])('%s is final', (status) => {
    expect(retries(status)).toBe(false);
  });
});
