import { describe, expect, test } from 'vitest';
import { loadCatalogue, select, shardOf } from './catalogue.ts';
import { CannotRun } from './run-types.ts';
import { type Scenario, scenario } from './scenario.ts';

const ids = ['do-failure/lost', 'do-failure/refused', 'limits/body', 'limits/body-bytes', 'limits-of-time/day'];
const small: Scenario[] = ids.map((id) =>
  scenario(id, { title: 'It holds.', requirements: [], needs: [], checks: [], play: async () => {} }),
);
const selected = (...words: string[]) => select(small, words).map(({ id }) => id);

describe('what is selected', () => {
  test('is everything where nothing is named', () => {
    expect(select(small, undefined)).toEqual(small);
    expect(selected()).toEqual(ids);
  });

  test.each<[string[], string[]]>([
    [['limits/body'], ['limits/body']],
    [['limits'], ['limits/body', 'limits/body-bytes']],
    [['limits/*'], ['limits/body', 'limits/body-bytes']],
    [['*body*'], ['limits/body', 'limits/body-bytes']],
    [['*/lost'], ['do-failure/lost']],
    [['*'], ids],
    [
      ['limits/body', 'do-failure'],
      ['do-failure/lost', 'do-failure/refused', 'limits/body'],
    ],
    [
      ['limits', 'limits/body'],
      ['limits/body', 'limits/body-bytes'],
    ],
    [['limit'], []],
    [['limits/bod.'], []],
    [['(limits'], []],
  ])('by %j is %j, each once and in the order of the catalogue', (words, found) => {
    expect(selected(...words)).toEqual(found);
  });
});

describe('shards', () => {
  test.each([1, 2, 3, 5, 7])('of %d are all of the list together, each entry once', (of) => {
    const parts = Array.from({ length: of }, (_, index) => shardOf(ids, `${index + 1}/${of}`));
    expect(parts.flat().sort()).toEqual([...ids].sort());
    const sizes = parts.map(({ length }) => length);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
  });

  test('are everything where none is asked for', () => {
    expect(shardOf(ids, undefined)).toEqual(ids);
  });

  test.each(['', '1', '0/2', '3/2', '1/0', '-1/2', '1/2/3', 'a/b', '1.5/2'])('%j is none', (shard) => {
    expect(() => shardOf(ids, shard)).toThrow(CannotRun);
    expect(() => shardOf(ids, shard)).toThrow(`Failed to read the shard "${shard}": it is not i/n`);
  });
});

describe('the catalogue', () => {
  test('is sorted by id, and each id is there once', async () => {
    const found = (await loadCatalogue()).map(({ id }) => id);
    expect(found.length).toBeGreaterThan(0);
    expect(found).toEqual([...new Set(found)].sort());
  });
});
