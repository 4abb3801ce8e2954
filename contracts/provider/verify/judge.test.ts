import { describe, expect, test } from 'vitest';
import type { Event } from './go-between.ts';
import { judge } from './judge.ts';
import type { NativeResult } from './native.ts';
import type { Interaction } from './pacts.ts';

const planned = (description: string, ...names: string[]): Interaction => ({
  consumer: 'frontend',
  description,
  kind: 'http',
  states: names.map((name) => ({ name, params: {} })),
  source: {},
});
const fine = (description: string, ...providerStates: string[]): NativeResult => ({
  consumer: 'frontend',
  description,
  providerStates,
  pending: false,
  result: 'OK',
  duration: '1s 52ms',
});
const state = (action: 'setup' | 'teardown', name: string, trouble: string | null = null): Event => ({
  kind: 'state',
  change: { action, state: name, params: {} },
  values: {},
  trouble,
});
const request: Event = { kind: 'request', trouble: null };
const whole = (name: string) => [state('setup', name), request, state('teardown', name)];

describe('A result of Pact’s verifier', () => {
  test('counts where the states were had and the provider was asked', () => {
    const both = [planned('one', 'a'), planned('two', 'b')];
    const judged = judge(both, [fine('one', 'a'), fine('two', 'b')], [...whole('a'), ...whole('b')]);
    expect(judged).toMatchObject([
      { description: 'one', status: 'verified', reason: null, duration: 1052 },
      { description: 'two', status: 'verified', reason: null },
    ]);
  });

  test('counts only where the provider says again what its state has answered, wherever the pact has a value', () => {
    const generators = {
      body: {
        '$.sessionId': { type: 'ProviderState', expression: '${sessionId}' },
        '$.messages[*].sessionId': { type: 'ProviderState', expression: '${sessionId}' },
      },
    };
    const interaction = { ...planned('one', 'a'), source: { response: { generators } } };
    const setup: Event = { ...state('setup', 'a'), kind: 'state', values: { sessionId: 's-1' } } as Event;
    const saying = (said: unknown) =>
      judge([interaction], [fine('one', 'a')], [setup, { ...request, said }, state('teardown', 'a')])[0];
    const right = { sessionId: 's-1', messages: [{ sessionId: 's-1' }, { sessionId: 's-1' }] };
    expect(saying(right)).toMatchObject({ status: 'verified', mismatches: [] });
    expect(saying({ ...right, sessionId: 's-2' })).toMatchObject({
      status: 'failed',
      mismatches: [{ path: '$.sessionId', expected: 's-1', actual: 's-2' }],
    });
    // A list may have others beside it.
    expect(saying({ ...right, messages: [{ sessionId: 's-1' }, { sessionId: 's-2' }] })?.status).toBe('verified');
    expect(saying({ ...right, messages: [{ sessionId: 's-2' }] })).toMatchObject({
      status: 'failed',
      mismatches: [{ path: '$.messages[*].sessionId', expected: 's-1', actual: 's-2' }],
    });
  });

  test.each<[string, Event[], string]>([
    ['a state was not had', [state('setup', 'a', 'It was not had.')], 'It was not had.'],
    [
      'a state did not end',
      [state('setup', 'a'), request, state('teardown', 'a', 'It did not end.')],
      'It did not end.',
    ],
    ['there was no whole answer', [state('setup', 'a'), { kind: 'request', trouble: 'It broke.' }], 'It broke.'],
    ['the provider was not asked', [state('setup', 'a'), state('teardown', 'a')], 'The provider was not asked.'],
    [
      'a message was asked for',
      [state('setup', 'a'), { kind: 'message', trouble: null }],
      'The provider was not asked.',
    ],
  ])('is not believed where %s, and the next one is judged by itself', (_title, events, reason) => {
    const judged = judge(
      [planned('one', 'a'), planned('two')],
      [fine('one', 'a'), fine('two')],
      [...events, ...whole('')],
    );
    expect(judged).toMatchObject([
      { status: 'failed', reason },
      { status: 'verified', reason: null },
    ]);
  });

  test('is a failure of nobody where it is pending', () => {
    const pending = { ...fine('one', 'a'), pending: true };
    const failed: NativeResult = { ...pending, result: 'Error', mismatch: { type: 'error', message: 'Broken.' } };
    expect(judge([planned('one', 'a')], [failed], whole('a'))).toMatchObject([
      { status: 'pending', reason: 'Broken.' },
    ]);
    expect(judge([planned('one', 'a')], [pending], whole('a'))).toMatchObject([{ status: 'verified' }]);
  });

  test.each<[string, Interaction[], NativeResult[], string]>([
    ['none', [planned('one')], [], '0 of 1 interactions were verified; "one" of frontend is among those that were not'],
    ['fewer', [planned('one'), planned('one')], [fine('one')], '1 of 2 interactions were verified'],
    ['more', [planned('one')], [fine('one'), fine('one')], '"one" of frontend was verified, which is not in the pacts'],
    ['others', [planned('one')], [fine('two')], '"two" of frontend was verified, which is not in the pacts'],
    [
      'those of other states',
      [planned('one', 'a')],
      [fine('one', 'b')],
      '"one" of frontend was verified, which is not',
    ],
  ])('is nothing where there are %s', (_title, interactions, results, reason) => {
    expect(() => judge(interactions, results, [])).toThrow(`Failed to verify: ${reason}`);
  });
});
