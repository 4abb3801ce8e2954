import { expect, test } from 'vitest';
import { filled, generated } from './fill.ts';

const values = { id: 'p1', seq: 7, list: [1] };

test.each([
  ['/v1/${id}/${seq}', '/v1/p1/7'],
  ['${seq}', 7],
  ['${list}', [1]],
  [{ a: ['${id}', 1, null, { b: '${seq}' }] }, { a: ['p1', 1, null, { b: 7 }] }],
  ['$id {id}', '$id {id}'],
])('Values are put into %j', (value, expected) => {
  expect(filled(value, values)).toEqual(expected);
});

test.each(['${other}', 'x ${other}', { a: ['${other}'] }, '${toString}'])(
  'A value that is not there is named: %j',
  (value) => {
    expect(() => filled(value, values)).toThrow(/^No state has answered the value "(other|toString)"\.$/);
  },
);

test.each([
  ['$.a', { a: 7, b: [{ c: 'x' }, { c: 'y' }] }],
  ["$['a']", { a: 7, b: [{ c: 'x' }, { c: 'y' }] }],
  ['$.b[1].c', { a: 'x', b: [{ c: 'x' }, { c: 7 }] }],
  ['$.b[*].c', { a: 'x', b: [{ c: 7 }, { c: 7 }] }],
  ['$.b[0].*', { a: 'x', b: [{ c: 7 }, { c: 'y' }] }],
  ['$.z', { a: 'x', b: [{ c: 'x' }, { c: 'y' }] }],
  ['$', 7],
])('A generator at %s puts its value there and nowhere else', (path, expected) => {
  const contents = { a: 'x', b: [{ c: 'x' }, { c: 'y' }] };
  expect(generated(contents, { [path]: { type: 'ProviderState', expression: '${seq}' } }, values)).toEqual(expected);
  expect(contents).toEqual({ a: 'x', b: [{ c: 'x' }, { c: 'y' }] });
});

test('Generators of another kind are left alone', () => {
  expect(generated({ a: 1 }, { '$.a': { type: 'RandomInt' } }, values)).toEqual({ a: 1 });
});
