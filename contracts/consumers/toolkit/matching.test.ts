import { MatchersV3 as M } from '@pact-foundation/pact';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { expressed, injected, injectedText, matching, somewhere } from './matching.ts';

const id = '9a8b7c6d-5e4f-4a3b-8c2d-1e0f9a8b7c6d';
const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const event = z.discriminatedUnion('type', [
  z.object({ type: z.literal('said'), text: z.string() }),
  z.object({ type: z.literal('count'), count: z.int() }),
]);

describe('The matchers of an example', () => {
  test.each([
    ['a text', z.string(), 'so', M.string('so')],
    ['a UUID', z.uuid().lowercase(), id, M.regex(uuid, id)],
    ['a whole number', z.int().positive(), 3, M.integer(3)],
    ['a number', z.number(), 0.5, M.number(0.5)],
    ['a literal', z.literal('on'), 'on', 'on'],
    ['one of some texts', z.enum(['on', 'off']), 'on', M.regex('on|off', 'on')],
    ['what may be null and is not', z.string().nullable(), 'so', M.string('so')],
    ['what may be null and is', z.string().nullable(), null, null],
    ['what may be missing', z.string().optional(), 'so', M.string('so')],
    ['an empty list', z.array(z.string()), [], []],
    ['a list of one kind', z.array(z.string()), ['a', 'b'], M.eachLike(M.string('a'))],
    ['an option of a union', event, { type: 'count', count: 1 }, { type: 'count', count: M.integer(1) }],
    ['whatever is there', z.unknown(), { a: true, b: 'x' }, { a: M.boolean(true), b: M.string('x') }],
  ])('allow for %s what its schema allows', (_what, schema: z.ZodType, example, expected) => {
    expect(matching(schema, example)).toEqual(expected);
  });

  test('keep what a client acts on, also in a list, whose rule would reach it otherwise', () => {
    const row = z.object({ code: z.string(), status: z.enum(['on', 'off']), type: z.literal('row'), text: z.string() });
    const example = { code: 'gone', status: 'on', type: 'row', text: 'x' };
    expect(matching(row, example)).toEqual({ ...example, text: M.string('x') });
    expect(matching(z.array(row), [example])).toEqual(
      M.eachLike({ code: M.equal('gone'), status: M.equal('on'), type: M.equal('row'), text: M.string('x') }),
    );
  });

  test('keep the order of a list of many kinds, or find each of them somewhere', () => {
    const examples = [
      { type: 'said', text: 'x' },
      { type: 'count', count: 1 },
    ];
    const [said, count] = [
      { type: 'said', text: M.string('x') },
      { type: 'count', count: M.integer(1) },
    ];
    expect(matching(z.array(event), examples)).toEqual([said, count]);
    expect(somewhere(event, examples)).toEqual(M.arrayContaining(said, count));
  });

  test('refuse an example that is of no option of its union', () => {
    expect(() => matching(event, { type: 'other' })).toThrow('is of no option');
  });
});

describe('The values of a state', () => {
  const values = { sessionId: id, version: 1 };

  test('take the place of their examples, as texts by what they are and as numbers by their name', () => {
    const generator = { 'pact:generator:type': 'ProviderState' };
    expect(injected({ sessionId: M.regex(uuid, id), version: M.integer(1), count: M.integer(1) }, values)).toEqual({
      sessionId: { ...M.regex(uuid, id), ...generator, expression: '${sessionId}' },
      version: { ...M.integer(1), ...generator, expression: '${version}' },
      count: M.integer(1),
    });
  });

  test('take the place of their examples in a path and in what a client does', () => {
    const path = `/sessions/${id}/messages?x=1`;
    expect(injectedText(path, values)).toMatchObject({
      regex: `/sessions/${uuid}/messages\\?x=1`,
      expression: '/sessions/${sessionId}/messages?x=1',
      value: path,
    });
    expect(injectedText('/sessions', values)).toBe('/sessions');
    expect(expressed([{ path, version: 1, other: 1 }], values)).toEqual([
      { path: '/sessions/${sessionId}/messages?x=1', version: '${version}', other: 1 },
    ]);
  });
});
