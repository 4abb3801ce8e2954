import { describe, expect, test } from 'vitest';
import type { PhaseModel, PhaseParameters, PhaseState } from '../../../contracts/wire/index.ts';
import { phaseStates } from '../../../contracts/wire/index.ts';
import { correctRules as rules } from '../rules.ts';

const has = (modelId: string, version: string, parameters: PhaseParameters = {}) => ({
  model: { modelId, version } satisfies PhaseModel,
  parameters,
});

describe('a model change (PHASE-3)', () => {
  test.each([
    [has('m', '1.0'), has('m', '1.0'), null],
    [has('m', '1.0'), has('m', '1.7'), null],
    [has('m', '1.0'), has('m', '10.0'), 'version'],
    [has('m', '1.0'), has('n', '1.0'), 'model'],
    [has('m', '1.0', { temperature: 0 }), has('m', '1.0', { temperature: 0 }), null],
    [has('m', '1.0', { temperature: 0 }), has('m', '1.0'), 'parameters'],
    [has('m', '1.0', { max_tokens: 1 }), has('m', '1.0', { max_tokens: '1' }), 'parameters'],
    [has('m', '1.0', { reasoning_effort: 'low' }), has('m', '1.0', { reasoning_effort: 'high' }), 'parameters'],
    [has('m', '1.0', { top_p: 1 }), has('m', '1.0', { top_p: 0.5 }), null],
  ])('from %j to %j is %s', (from, to, reason) => {
    expect(rules.modelChange(from, to)).toBe(reason);
  });
});

describe('a start', () => {
  const current = { sessionId: 'a', version: 2, ...has('m', '1.0') };
  const same = has('m', '1.3');
  const other = has('n', '1.0');
  const right = { sessionId: 'a', version: 2 };
  test.each([
    [null, same, null, 'create'],
    [null, same, right, 'moved'],
    [current, same, null, 'existing'],
    [current, same, { sessionId: 'b', version: 1 }, 'existing'],
    [current, other, null, 'conflict'],
    [current, other, right, 'replace'],
    [current, other, { sessionId: 'a', version: 1 }, 'moved'],
    [current, other, { sessionId: 'b', version: 2 }, 'moved'],
  ])('where %j is, of %j, meant for %j: %s (PHASE-1, PHASE-2)', (is, wanted, intent, outcome) => {
    expect(rules.startDecision(rules, is, wanted, intent).do).toBe(outcome);
  });
});

describe('the states (PHASE-18)', () => {
  const next = (wanted: PhaseState) => phaseStates.map((state) => rules.nextPhaseState(state, wanted));
  test('follow the table, and terminal ones stay', () => {
    expect(next('running')).toEqual(['running', 'same', 'session_ended', 'session_ended', 'session_ended']);
    expect(next('completed')).toEqual(['session_not_started', 'completed', 'same', 'session_ended', 'session_ended']);
    expect(next('failed')).toEqual(['session_not_started', 'failed', 'session_ended', 'same', 'session_ended']);
    expect(next('cancelled')).toEqual(['cancelled', 'cancelled', 'session_ended', 'session_ended', 'same']);
  });
});

describe('a lock (PHASE-5)', () => {
  const lock = { session_id: 's', lock_id: 'l', expires_at: 5000 };
  test.each([
    [null, null, 0, false],
    [lock, null, 4999, true],
    [lock, null, 5000, false],
    [lock, 'l', 0, false],
    [lock, 'other', 0, true],
  ])('%j asked for by %s at %i is held: %s', (row, holder, now, held) => {
    expect(rules.lockHeld(row, holder, now)).toBe(held);
  });
});

describe('the archive (PHASE-10)', () => {
  const at = (text: string) => Date.parse(`${text}Z`);
  test.each([
    ['2026-05-05T02:59', '2026-05-05T03:00'],
    ['2026-05-05T03:00', '2026-05-05T03:00'],
    ['2026-05-05T03:01', '2026-05-06T03:00'],
    ['2026-12-31T23:00', '2027-01-01T03:00'],
  ])('after %s runs at %s', (time, due) => {
    expect(rules.archiveTime(at(time))).toBe(at(due));
  });

  test('tries again after 1, 5 and 15 minutes, and then no more', () => {
    expect([1, 2, 3, 4].map((attempt) => rules.archiveRetry(attempt))).toEqual([60_000, 300_000, 900_000, null]);
  });

  const hours = 60 * 60 * 1000;
  test.each([
    [95, 5, 6 * hours, null],
    [94, 6, 0, 'too_many_errors'],
    [1, 0, 6 * hours + 1, 'too_long'],
    [0, 0, 0, null],
  ])('of %i archived and %i given up after %i ms says %s', (archived, failed, now, alarm) => {
    expect(rules.runAlarm({ startedAt: 0, archived, failed }, now)).toBe(alarm);
  });

  test('drops nothing before it is kept', async () => {
    const steps: string[] = [];
    const kept = { sessionId: 's' } as never;
    const work = {
      attempt: 1,
      read: async () => {
        steps.push('read');
        return kept;
      },
      keep: () => void steps.push('keep'),
      drop: async () => void steps.push('drop'),
    };
    await rules.archiveOne(work);
    await rules.archiveOne({ ...work, read: async () => null });
    expect(steps).toEqual(['read', 'keep', 'drop', 'drop']);
    const failing = { ...work, keep: () => expect.fail('The store is full.') };
    await expect(rules.archiveOne(failing)).rejects.toThrow('The store is full.');
    expect(steps.slice(4)).toEqual(['read']);
  });
});
