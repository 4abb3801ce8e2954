import { describe, expect, test } from 'vitest';
import { compareJson, sameJson } from './json.ts';
import { type Matcher, parsePath } from './rules.ts';

const rulesOf = (rules: Record<string, Matcher>) =>
  Object.entries(rules).map(([path, matcher]) => ({
    path: parsePath(path),
    matchers: { combine: 'AND' as const, matchers: [matcher] },
  }));
const differences = (example: unknown, actual: unknown, rules: Record<string, Matcher> = {}) =>
  compareJson(example, actual, rulesOf(rules)).differences;
const type: Matcher = { match: 'type' };

describe('JSON bodies', () => {
  test.each<[string, unknown, unknown, Record<string, Matcher>]>([
    ['the example', { a: [1, { b: null }] }, { a: [1, { b: null }] }, {}],
    ['fields in another order', { a: 1, b: 2 }, { b: 2, a: 1 }, {}],
    ['another value of the type', { a: 'x', b: 1 }, { a: 'y', b: 1 }, { '$.a': type }],
    ['other values below a type', { a: { b: ['x'] } }, { a: { b: ['y', 'z'] } }, { '$.a': type }],
    ['more elements like the first', [{ a: 1 }], [{ a: 2 }, { a: 3 }], { $: type }],
    ['as many as wanted', ['x'], ['y', 'z'], { $: { match: 'type', min: 2, max: 2 } }],
    ['inner lists shorter than the limit of the outer', [['x', 'x']], [['y'], []], { $: { match: 'type', min: 2 } }],
    ['any list where the example is empty', [], [1, 'a'], { $: type }],
    ['elements by their own rule', [{ a: 'x' }], [{ a: 'ab' }], { '$[*].a': { match: 'regex', regex: 'a.*' } }],
  ])('%s match', (_title, example, actual, rules) => {
    expect(differences(example, actual, rules)).toEqual([]);
  });

  test.each<[unknown, unknown, Record<string, Matcher>, string[]]>([
    [{ a: 1 }, { a: 2 }, {}, ['$.a: expected 1, found 2']],
    [{ a: 1 }, {}, { $: type }, ['$.a: expected a number, found nothing']],
    [{ a: 1 }, { a: 1, b: 2 }, { $: type }, ['$.b: not in the pact']],
    [{}, { a: 1 }, { $: type }, ['$.a: not in the pact']],
    [{ a: null }, { a: 'x' }, { $: type }, ['$.a: expected null, found "x"']],
    [{ a: {} }, { a: [] }, {}, ['$.a: expected an object, found []']],
    [[], {}, {}, ['$: expected a list, found {}']],
    [[1], [1, 2], {}, ['$: expected 1 in the list, found 2']],
    [[1, 2], [1], {}, ['$: expected 2 in the list, found 1']],
    [['x'], [], { $: { match: 'type', min: 1 } }, ['$: expected at least 1 in the list, found 0']],
    [['x'], ['x', 'x'], { $: { match: 'type', max: 1 } }, ['$: expected at most 1 in the list, found 2']],
    [[{ a: 1 }], [{ a: 1 }, { a: 'x' }], { $: type }, ['$[1].a: expected a number, found "x"']],
    [{ a: 'x', b: 'y' }, { a: 1, b: 2 }, {}, ['$.a: expected "x", found 1', '$.b: expected "y", found 2']],
    [1, null, {}, ['$: expected 1, found null']],
  ])('%o does not take %o', (example, actual, rules, said) => {
    expect(differences(example, actual, rules)).toEqual(said);
  });

  test('A name that every object has is a field like any other', () => {
    expect(differences({}, JSON.parse('{"__proto__": 1}'))).toHaveLength(1);
    expect(differences({ toString: 'x' }, {})).toEqual(['$.toString: expected a text, found nothing']);
  });

  test('An example without rules is more exact than one with', () => {
    const exact = compareJson({ a: 'x', b: 1 }, { a: 'x', b: 1 }, []);
    const loose = compareJson({ a: 'x', b: 1 }, { a: 'x', b: 1 }, rulesOf({ '$.a': type }));
    expect(exact.exactness).toBeGreaterThan(loose.exactness);
  });

  test('Values are the same whatever the order of their fields', () => {
    expect(sameJson({ a: [1], b: null }, { b: null, a: [1] })).toBe(true);
    expect(sameJson({ a: [1] }, { a: [1, 1] })).toBe(false);
  });
});
