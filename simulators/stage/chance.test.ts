import { describe, expect, test } from 'vitest';
import { hash32, seededRandom } from './chance.ts';

describe('chance', () => {
  test('hashes a seed and a text apart from a near seed with a near text', () => {
    expect(hash32(1, 'b/1')).not.toBe(hash32(2, 'a/1'));
  });

  test('is pinned for a seed', () => {
    const random = seededRandom(7, 'frontend');
    expect([random.uuid(), random.fraction(), random.fraction(), random.uuid()]).toMatchInlineSnapshot(`
      [
        "700c0ec1-f206-49af-b10d-135c5a1fc9d9",
        0.5561881067696959,
        0.5349296475760639,
        "1d6eff07-627f-485c-b03f-036f461b4d23",
      ]
    `);
    expect([hash32(1, ''), hash32(1, 'a'), hash32(2, 'a')]).toMatchInlineSnapshot(`
      [
        77395478,
        2400779158,
        849929707,
      ]
    `);
  });

  test('of one actor does not depend on what others draw', () => {
    const draws = (between: () => void) => {
      const random = seededRandom(1, 'frontend');
      return [1, 2, 3].map(() => {
        between();
        return random.fraction();
      });
    };
    const other = seededRandom(1, 'vm-agent');
    expect(draws(() => other.uuid())).toEqual(draws(() => {}));
  });

  test('differs between seeds and between actors', () => {
    const ids = [
      [1, 'frontend'],
      [2, 'frontend'],
      [1, 'vm-agent'],
    ].map(([seed, name]) => seededRandom(Number(seed), String(name)).uuid());
    expect(new Set(ids).size).toBe(3);
  });

  test('gives version 4 ids, and fractions from 0 to below 1 that fill the range', () => {
    const random = seededRandom(3, 'frontend');
    const ids = Array.from({ length: 1000 }, () => random.uuid());
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(new Set(ids).size).toBe(1000);
    const tenths = Array.from({ length: 1000 }, () => Math.floor(random.fraction() * 10));
    expect([...new Set(tenths)].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });
});
