import { describe, expect, test } from 'vitest';
import { correctRules } from './rules.ts';

describe('The rules of reconnecting', () => {
  test.each([
    [1, 1_000],
    [2, 2_000],
    [3, 4_000],
    [4, 8_000],
    [5, 16_000],
    [6, null],
    [7, null],
  ])('Before attempt %i it waits %s ms', (attempt, delay) => {
    expect(correctRules.reconnectDelay(attempt)).toBe(delay);
  });

  test.each([
    [1006, '', true],
    [1000, '', true],
    [1001, 'going away', true],
    [1011, '', true],
    [1012, '', true],
    [1008, 'token expired', false],
    [1006, 'HTTP 401', false],
    [1006, 'HTTP 403', false],
    [1006, 'HTTP 404', false],
    [1006, 'HTTP 503', true],
  ])('A socket closed with %i "%s" is opened again: %s', (code, reason, again) => {
    expect(correctRules.reconnects(code, reason)).toBe(again);
  });

  test('It resumes after the very cursor it saw last', () => {
    expect([0, 1, 7].map(correctRules.resumeAfter)).toEqual([0, 1, 7]);
  });
});
