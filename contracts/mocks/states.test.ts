import { describe, expect, test } from 'vitest';
import { choicesOf, judge, type States } from './states.ts';

interface Interaction {
  description: string;
  states: { name: string; params: Record<string, unknown> }[];
  status: number;
}
const state = (name: string, params: Record<string, unknown> = {}) => ({ name, params });
const made = (description: string, status: number, ...states: Interaction['states']): Interaction => ({
  description,
  status,
  states,
});
const read = made('read', 200, state('a task'));
const stopped = made('stopped', 201, state('a task', { stopped: true, messages: 2 }));
const expired = made('expired', 401, state('a task'), state('the token has expired'));
const broken = made('broken', 500, state('a task'), state('something is broken inside'));
const all = [expired, stopped, broken, read];

interface Weights {
  exactness?: Record<string, number>;
  alike?: Record<string, number>;
}

function meant(interactions: readonly Interaction[], on: States = [], { exactness, alike }: Weights = {}): string[] {
  const candidates = interactions.map((interaction) => ({
    interaction,
    exactness: exactness?.[interaction.description] ?? 0,
    alike: alike?.[interaction.description] ?? 0,
  }));
  return judge(candidates, {
    on: choicesOf(on, interactions),
    isSuccess: ({ status }) => status < 400,
    answer: ({ status }) => ({ status }),
  }).map(({ description }) => description);
}

describe('Which interaction is meant', () => {
  test('Without states it is the success that needs least', () => {
    expect(meant([expired, broken, stopped, read])).toEqual(['read']);
    expect(meant([made('later', 200, state('a task'), state('time has passed')), read])).toEqual(['read']);
    expect(meant([expired])).toEqual(['expired']);
    expect(meant([])).toEqual([]);
  });

  test('Of such successes it is the first, or that whose example is nearest', () => {
    const other = made('other', 202, state('a project'));
    expect(meant([other, read])).toEqual(['other']);
    expect(meant([other, read], [], { alike: { read: 1 } })).toEqual(['read']);
    expect(meant([other, read], [], { alike: { read: 1 }, exactness: { other: 1 } })).toEqual(['other']);
  });

  test.each<[States, string]>([
    ['a task', 'read'],
    [['a task'], 'read'],
    ['the token has expired', 'expired'],
    [['a task', 'the token has expired'], 'expired'],
    [[{ state: 'a task' }, { state: 'something is broken inside' }], 'broken'],
    [{ state: 'a task', params: { stopped: true } }, 'stopped'],
    [{ state: 'a task', params: { messages: 2, stopped: true } }, 'stopped'],
  ])('With the states %o it is `%s`', (on, description) => {
    expect(meant(all, on)).toEqual([description]);
  });

  test('States that none of the candidates has change nothing', () => {
    const candidates = [expired, read].map((interaction) => ({ interaction, exactness: 0, alike: 0 }));
    const on = choicesOf('something is broken inside', all);
    expect(judge(candidates, { on, isSuccess: ({ status }) => status < 400, answer: () => null })).toEqual([read]);
  });

  test('Where states do not tell them apart it is the one that leaves least open', () => {
    const empty = made('empty', 400, state('a task'));
    const [more, less] = [{ exactness: { empty: 2, read: 1 } }, { exactness: { empty: 1, read: 2 } }];
    expect(meant([read, empty], 'a task', more)).toEqual(['empty']);
    expect(meant([read, empty], [], more)).toEqual(['empty']);
    expect(meant([read, empty], 'a task', less)).toEqual(['read']);
    expect(meant([read, empty], [], less)).toEqual(['read']);
  });

  test('Where that does not either it is the one whose example is nearest; without states that is no refusal', () => {
    const empty = made('empty', 400, state('a task'));
    expect(meant([read, empty], 'a task', { alike: { empty: 1 } })).toEqual(['empty']);
    expect(meant([read, empty], [], { alike: { empty: 1 } })).toEqual(['read']);
  });

  test('Where nothing tells them apart it is all of them, unless they answer the same', () => {
    expect(meant([read, made('other', 202, state('a task'))], 'a task')).toEqual(['read', 'other']);
    expect(meant([read, made('other', 200, state('a task'))], 'a task')).toEqual(['read']);
    expect(meant([expired, broken])).toEqual(['expired', 'broken']);
  });

  test('An interaction that was chosen itself comes before all others', () => {
    expect(meant([read, expired], { interaction: 'expired' })).toEqual(['expired']);
    expect(meant([read, stopped, expired], ['a task', { interaction: 'stopped' }])).toEqual(['stopped']);
    expect(meant([read, expired], { interaction: 'read' })).toEqual(['read']);
  });
});

describe('Switching states on', () => {
  test('A name that no interaction has is refused with those there are', () => {
    expect(() => choicesOf('a tusk', all)).toThrow(
      'Failed to switch on `a tusk`: no interaction of the pact has that state. It has `a task`, `the token has expired`, `something is broken inside`.',
    );
  });

  test('A description that no interaction has is refused with the nearest', () => {
    expect(() => choicesOf({ interaction: 'red' }, [read])).toThrow(
      'Failed to switch on the interaction `red`: the pact has none of that description. Take one of its descriptions, such as `read`.',
    );
  });

  test('Parameters that no interaction has are refused with those there are', () => {
    expect(() => choicesOf({ state: 'a task', params: { stopped: false } }, all)).toThrow(
      'Failed to switch on `a task` {"stopped":false}: no interaction of the pact has that state. It has `a task`, `a task` {"stopped":true,"messages":2}.',
    );
  });
});
