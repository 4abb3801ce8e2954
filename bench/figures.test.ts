import { describe, expect, test } from 'vitest';
import { median, shown } from './figures.ts';

describe('figures', () => {
  test.each([
    [[3, 1, 2], 2],
    [[4, 1, 3, 2], 2.5],
    [[7], 7],
    [[], Number.NaN],
  ])('The middle of %j is %d', (values, middle) => {
    expect(median(values)).toBe(middle);
  });

  test.each([
    [0.04321, '0.0432'],
    [12.345, '12.3'],
    [999.4, '999'],
    [12_345.6, '12,346'],
    [Number.NaN, '–'],
  ])('%d is shown as %s', (value, text) => {
    expect(shown(value)).toBe(text);
  });
});
