import { describe, expect, test } from 'vitest';
import { milliseconds } from './duration.ts';

describe('a duration', () => {
  test.each([
    [250, 250],
    [0, 0],
    ['250 ms', 250],
    ['1 second', 1000],
    ['1.5 seconds', 1500],
    ['15 minutes', 900_000],
    ['48 hours', 172_800_000],
    ['1day', 86_400_000],
  ])('%j is %d milliseconds', (text, ms) => {
    expect(milliseconds(text)).toBe(ms);
  });

  test.each(['', '15', 'fifteen minutes', '-1 second', '1 week', '1 hour 5 minutes'])(
    '%j is none, and the error says how to write one',
    (text) => {
      expect(() => milliseconds(text)).toThrow(`Failed to read the duration "${text}". Write it like "15 minutes"`);
    },
  );
});
