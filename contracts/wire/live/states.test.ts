import { describe, expect, test } from 'vitest';
import { type LiveState, legalTransitions, liveState, liveStates, runningStates, stateMeanings } from './states.ts';

const legal = (from: LiveState, to: LiveState) => legalTransitions[from].includes(to);

describe('the durable states', () => {
  test('are seven, each with a meaning that the schema tells', () => {
    expect(liveStates).toHaveLength(7);
    expect(Object.keys(stateMeanings)).toEqual([...liveStates]);
    for (const state of liveStates)
      expect(liveState.meta()?.description).toContain(`${state}: ${stateMeanings[state]}`);
  });

  test.each<[LiveState, LiveState[]]>([
    ['CREATED', ['STARTING', 'ENDED']],
    ['STARTING', ['ACTIVE', 'ENDED']],
    ['ACTIVE', ['DETACHED', 'SUSPENDED', 'CLOSING', 'ENDED']],
    ['DETACHED', ['ACTIVE', 'SUSPENDED', 'CLOSING', 'ENDED']],
    ['SUSPENDED', ['ACTIVE', 'ENDED']],
    ['CLOSING', ['ENDED']],
    ['ENDED', ['CREATED']],
  ])('%s may become %j and nothing else', (from, following) => {
    expect(liveStates.filter((to) => legal(from, to))).toEqual(liveStates.filter((to) => following.includes(to)));
  });

  test('none follows itself', () => {
    expect(liveStates.filter((state) => legal(state, state))).toEqual([]);
  });

  test('every one but ENDED may end at once, so that a restart is legal whenever it comes (LIVE-11)', () => {
    expect(liveStates.filter((state) => legal(state, 'ENDED'))).toEqual(
      liveStates.filter((state) => state !== 'ENDED'),
    );
  });

  test('an ended session is made anew before it runs: never ENDED to ACTIVE', () => {
    expect(legalTransitions.ENDED).toEqual(['CREATED']);
  });

  test('a loop takes prompts in all but CLOSING and ENDED', () => {
    expect(liveStates.filter((state) => !runningStates.has(state))).toEqual(['CLOSING', 'ENDED']);
  });
});
