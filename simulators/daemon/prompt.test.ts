import { describe, expect, test } from 'vitest';
import { directionsOf } from './prompt.ts';

const plain = {
  duration: 1_000,
  end: 'completed',
  says: { session: true, workDir: true },
  crashes: 'never',
} as const;

describe('A prompt', () => {
  test.each([
    ['Fix the bug.', {}],
    ['/fail', { end: 'failed' }],
    ['Try it /fail', { end: 'failed' }],
    ['Read /failures and a/fail', {}],
    ['/nosession', { says: { session: false, workDir: true } }],
    ['/nodir', { says: { session: true, workDir: false } }],
    ['/long 5m', { duration: 300_000 }],
    ['/long 90 s', { duration: 90_000 }],
    ['/long 2h /fail', { duration: 7_200_000, end: 'failed' }],
    ['/long', {}],
    ['/crash', { crashes: 'first attempt' }],
    ['/crash always', { crashes: 'every attempt' }],
  ])('%s steers its run', (prompt, change) => {
    expect(directionsOf(prompt)).toEqual({ ...plain, ...change });
  });
});
