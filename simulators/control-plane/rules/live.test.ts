import { describe, expect, test } from 'vitest';
import { type LiveState, legalTransitions, liveStates } from '../../../contracts/wire/index.ts';
import type { TurnRow } from '../live/rows.ts';
import { liveRules as rules } from './live.ts';

describe('who watches', () => {
  test.each<[LiveState, number, number, LiveState]>([
    ['STARTING', 1, 0, 'STARTING'],
    ['CLOSING', 1, 0, 'CLOSING'],
    ['ENDED', 1, 0, 'ENDED'],
    ['ACTIVE', 0, 0, 'DETACHED'],
    ['ACTIVE', 0, 1, 'SUSPENDED'],
    ['ACTIVE', 1, 1, 'ACTIVE'],
    ['DETACHED', 1, 0, 'ACTIVE'],
    ['DETACHED', 0, 1, 'SUSPENDED'],
    ['SUSPENDED', 0, 0, 'SUSPENDED'],
    ['SUSPENDED', 2, 0, 'ACTIVE'],
  ])('turns %s with %i that watch and %i that have suspended into %s', (state, watching, suspended, next) => {
    expect(rules.attendedState(state, { watching, suspended })).toBe(next);
  });

  test('never makes a transition that is not legal', () => {
    for (const state of liveStates) {
      for (const audience of [0, 1].flatMap((watching) => [0, 1].map((suspended) => ({ watching, suspended })))) {
        const next = rules.attendedState(state, audience);
        expect([state, ...legalTransitions[state]]).toContain(next);
      }
    }
  });
});

describe('a cursor', () => {
  test.each([
    [0, 5, 'replayed', 0],
    [5, 5, 'replayed', 5],
    [6, 5, 'cursor_invalid', 0],
  ])('%i in a session at %i is %s, and goes on after %i', (lastSeq, seq, status, from) => {
    expect(rules.standingOf(lastSeq, seq)).toEqual({ status, from });
    expect(rules.resumedStanding(lastSeq, seq)).toEqual({ status, from });
  });
});

describe('a prompt', () => {
  test.each([
    [0, false, null],
    [0, true, 'nothing_to_resume'],
    [1, false, 'resume_required'],
    [1, true, null],
  ])('in a session with %i messages and resume %s is met with %s', (messages, resume, objection) => {
    expect(rules.resumeObjection(messages, resume)).toBe(objection);
  });

  test('is the same again only where words and kind are', () => {
    const known = { kind: 'send', prompt: 'hi' } as TurnRow;
    expect(rules.repeatedPrompt(known, { kind: 'send', prompt: 'hi' })).toBe('same');
    expect(rules.repeatedPrompt(known, { kind: 'interrupt', prompt: 'hi' })).toBe('conflict');
    expect(rules.repeatedPrompt(known, { kind: 'send', prompt: 'ho' })).toBe('conflict');
  });

  test('of another connection takes over, of the same or the first does not', () => {
    expect([rules.takesOver(null, 'a'), rules.takesOver('a', 'a'), rules.takesOver('b', 'a')]).toEqual([
      false,
      false,
      true,
    ]);
  });
});

describe('a token', () => {
  const anyToken = { projectId: 'p', nodeUrl: '', madeFor: null, requestsPerMinute: null } as const;
  const user = { ...anyToken, role: 'user', subject: 'ada', expiresAt: 10 } as const;
  test.each([
    ['nobody knows', null, 'unauthenticated'],
    ['of an administrator', 'administrator', 'forbidden'],
    ['of a daemon', { ...user, role: 'daemon' }, 'forbidden'],
    ['of another project', { ...user, projectId: 'q' }, 'forbidden'],
    ['of a user, expired', { ...user, expiresAt: 9 }, 'unauthenticated'],
    ['of a user', user, { user: 'ada', expiresAt: 10 }],
  ] as const)('%s', (_whose, found, identity) => {
    expect(rules.identify(found, 'p', 9)).toEqual(identity);
  });
});

test('The times of states grow, also where the clock stands still or goes back', () => {
  expect([rules.stateTime(5, 9), rules.stateTime(9, 9), rules.stateTime(9, 3)]).toEqual([9, 10, 10]);
});
