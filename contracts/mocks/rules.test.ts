import { describe, expect, test } from 'vitest';
import { compareValue, exactnessOf, expression, type Matcher, parsePath, ruleAt } from './rules.ts';

const one = (...matchers: Matcher[]) => ({ combine: 'AND' as const, matchers });

describe('Rules for one value', () => {
  test.each<[Matcher, unknown, unknown, unknown]>([
    [{ match: 'type' }, 'a', 'b', 7],
    [{ match: 'type' }, 1, 2.5, '1'],
    [{ match: 'type' }, true, false, 'true'],
    [{ match: 'type' }, null, null, 'a'],
    [{ match: 'regex', regex: '^a+$' }, 'a', 'aaa', 'ab'],
    [{ match: 'regex', regex: '\\d' }, '1', 7, null],
    [{ match: 'regex', regex: 'a+' }, 'a', 'aa', 'xaax'],
    [{ match: 'regex', regex: 'a|b' }, 'a', 'b', 'ab'],
    [{ match: 'regex', regex: 'a|ab' }, 'a', 'ab', 'abc'],
    [{ match: 'regex', regex: '(?i)yes' }, 'yes', 'YES', 'no'],
    [{ match: 'include', value: 'b' }, 'abc', 'b', 'ac'],
    [{ match: 'equality' }, 'a', 'a', 'b'],
    [{ match: 'integer' }, 1, 2, 2.5],
    [{ match: 'integer' }, 1, 2, '2'],
    [{ match: 'integer' }, '1', '2', 'two'],
    [{ match: 'decimal' }, 1.5, 2.5, 2],
    [{ match: 'decimal' }, 1.5, 2.5, 'a'],
    [{ match: 'number' }, 1, 2.5, '1'],
    [{ match: 'boolean' }, true, false, 1],
    [{ match: 'boolean' }, true, false, 'true'],
    [{ match: 'boolean' }, 'true', 'false', 'maybe'],
    [{ match: 'null' }, null, null, 0],
    [{ match: 'notEmpty' }, 'a', 'b', ''],
  ])('%o with the example %o takes %o and not %o', (rule, example, good, bad) => {
    expect(compareValue(example, good, one(rule))).toBeUndefined();
    expect(compareValue(example, bad, one(rule))).toMatch(/^expected .+, found .+/);
  });

  test('Without a rule a value is its example', () => {
    expect(compareValue('a', 'a', undefined)).toBeUndefined();
    expect(compareValue('1', 1, undefined)).toBe('expected "1", found 1');
  });

  test('All rules of a place hold, or one, as it says', () => {
    const matchers: Matcher[] = [
      { match: 'regex', regex: '.*a.*' },
      { match: 'regex', regex: '.*b.*' },
    ];
    expect(compareValue('ab', 'a', { combine: 'AND', matchers })).toBe('expected what matches .*b.*, found "a"');
    expect(compareValue('ab', 'a', { combine: 'OR', matchers })).toBeUndefined();
    expect(compareValue('ab', 'c', { combine: 'OR', matchers })).toBeDefined();
  });

  test('A long value is cut in what is said', () => {
    expect(compareValue('a', 'b'.repeat(500), undefined)?.length).toBeLessThan(120);
  });

  test('An expression that is none is an error', () => {
    expect(() => expression('(')).toThrow();
  });
});

describe('Places of rules', () => {
  test.each([
    ['$', ['$']],
    ['$.messages[0].content', ['$', 'messages', '0', 'content']],
    ['$.results[*].seq', ['$', 'results', '*', 'seq']],
    ["$['a.b'].*", ['$', 'a.b', '*']],
    ['x-name', ['$', 'x-name']],
  ])('%s is read as %o', (path, steps) => {
    expect(parsePath(path)).toEqual(steps);
  });

  const rules = ['$', '$.list', '$.list[*].name', '$.list[0].name'].map((path) => ({
    path: parsePath(path),
    matchers: one({ match: 'regex', regex: path }),
  }));

  test.each([
    ['$.other', '$', true],
    ['$.list', '$.list', false],
    ['$.list[1].age', '$.list', true],
    ['$.list[1].name', '$.list[*].name', false],
    ['$.list[0].name', '$.list[0].name', false],
  ])('At %s the rule of %s holds', (place, path, above) => {
    const found = ruleAt(rules, parsePath(place));
    expect(found).toEqual({ matchers: one({ match: 'regex', regex: path }), above });
  });

  test('A rule of another place does not hold', () => {
    expect(ruleAt(rules.slice(1), parsePath('$.other'))).toBeUndefined();
  });

  test('What leaves less open is more exact', () => {
    const by = [undefined, one({ match: 'equality' }), one({ match: 'integer' }), one({ match: 'type' })];
    expect(by.map(exactnessOf)).toEqual([3, 3, 2, 1]);
  });
});
