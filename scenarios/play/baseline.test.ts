import { describe, expect, test } from 'vitest';
import { failedScenario, sampleCheck, sampleScenario } from '../../reports/sample-report.ts';
import { applyBaseline, isJudged, type KnownFailure, knownFailuresOf } from './baseline.ts';

const known = (check: string | null = null, scenario = 'duplicate-creation/two-tabs'): KnownFailure => ({
  scenario,
  check,
  reason: 'fixed with the new outbox',
});
const both = [
  sampleCheck({ id: 'a', status: 'failed' }),
  sampleCheck({ id: 'b', status: 'failed' }),
  sampleCheck({ id: 'c' }),
  sampleCheck({ id: 'unjudged', status: 'not-applicable', judged: 0 }),
];

describe('A known failure by scenario', () => {
  test('is expected, with the reason that the baseline gives', () => {
    const { status, baseline } = applyBaseline(failedScenario(), [known()]);
    expect(status).toBe('expected-failure');
    expect(baseline).toEqual([{ check: null, reason: 'fixed with the new outbox', stale: false }]);
  });

  test('of another scenario excuses nothing', () => {
    const failed = failedScenario();
    expect(applyBaseline(failed, [known(null, 'retries/other')])).toBe(failed);
  });

  test.each([
    { status: 'inconclusive', reason: 'Not seen.' } as const,
    { status: 'failed', reason: 'It did not end within 60 s of real time.' } as const,
  ])('covers whatever keeps it from passing: $reason', (changes) => {
    expect(applyBaseline(failedScenario(changes), [known()]).status).toBe('expected-failure');
  });

  test('that passed is stale, and fails', () => {
    const { status, reason } = applyBaseline(sampleScenario(), [known(null, 'retries/batch-after-503')]);
    expect(status).toBe('failed');
    expect(reason).toBe('It held, but the baseline has it as a known failure. Stale: remove it from the baseline.');
  });

  test('that is stale is played again with the baseline, without which it would pass', () => {
    const stale = (file?: string) =>
      applyBaseline(sampleScenario(), [known(null, 'retries/batch-after-503')], file).reproduce;
    const plain = sampleScenario().reproduce;
    expect([stale('known.yaml'), stale('my known.yaml')]).toEqual([
      `${plain} --baseline known.yaml`,
      `${plain} --baseline 'my known.yaml'`,
    ]);
    expect(stale()).toBe(plain);
    expect(applyBaseline(failedScenario(), [known()], 'known.yaml').reproduce).toBe(failedScenario().reproduce);
  });

  test('that was skipped is neither used nor stale', () => {
    const skipped = failedScenario({ status: 'skipped', checks: [] });
    expect(applyBaseline(skipped, [known()])).toBe(skipped);
  });
});

describe('A known failure by check', () => {
  const failed = failedScenario({ checks: both });

  test('is expected where nothing else failed', () => {
    expect(applyBaseline(failed, [known('a'), known('b')]).status).toBe('expected-failure');
  });

  test('does not excuse another check', () => {
    const { status, reason, baseline } = applyBaseline(failed, [known('a')]);
    expect([status, reason]).toEqual(['failed', null]);
    expect(baseline).toEqual([{ check: 'a', reason: 'fixed with the new outbox', stale: false }]);
  });

  test('does not excuse another check that stayed inconclusive', () => {
    const checks = [...both.slice(0, 1), sampleCheck({ id: 'd', status: 'inconclusive' })];
    expect(applyBaseline(failedScenario({ checks }), [known('a')]).status).toBe('failed');
    expect(applyBaseline(failedScenario({ checks }), [known('a'), known('d')]).status).toBe('expected-failure');
  });

  test('does not excuse a failure that is of no check', () => {
    const reason = 'It did not end within 60 s of real time.';
    expect(applyBaseline({ ...failed, reason }, [known('a'), known('b')]).status).toBe('failed');
  });

  test('does excuse what stayed inconclusive because of it', () => {
    const checks = [sampleCheck({ id: 'a', status: 'inconclusive', message: 'Not seen.' })];
    const unclear = failedScenario({ status: 'inconclusive', reason: 'Not seen.', checks });
    expect(applyBaseline(unclear, [known('a')]).status).toBe('expected-failure');
    expect(applyBaseline(unclear, [known('b')]).status).toBe('inconclusive');
  });

  test('that held is stale, and fails what would be expected otherwise', () => {
    const { status, reason, baseline } = applyBaseline(failed, [known('a'), known('b'), known('c')]);
    expect([status, reason]).toEqual([
      'failed',
      'The check c held, but the baseline has it as a known failure. Stale: remove it from the baseline.',
    ]);
    expect(baseline?.map(({ stale }) => stale)).toEqual([false, false, true]);
  });

  test('keeps the reason of the failure beside that of the stale entry', () => {
    expect(applyBaseline({ ...failed, reason: 'It broke.' }, [known('c')]).reason).toMatch(
      /^It broke\. The check c held/,
    );
  });

  test('that had nothing to judge is neither used nor stale', () => {
    expect(applyBaseline(failed, [known('unjudged')])).toBe(failed);
    const passed = sampleScenario({ checks: [sampleCheck(), sampleCheck({ id: 'x', status: 'not-applicable' })] });
    expect(applyBaseline(passed, [known('x', passed.id)])).toBe(passed);
  });

  test('of a check that only should hold changes nothing while it fails, and is stale when it holds', () => {
    const should = sampleCheck({ id: 'should', level: 'SHOULD', status: 'failed' });
    const id = 'retries/slow-answer';
    expect(applyBaseline(sampleScenario({ id, checks: [should] }), [known('should', id)]).status).toBe('passed');
    const held = sampleScenario({ id, checks: [{ ...should, status: 'passed' }] });
    expect(applyBaseline(held, [known('should', id)]).status).toBe('failed');
  });
});

describe('What has to be known of a scenario', () => {
  const id = 'duplicate-creation/two-tabs';
  const known = (check: string | null, reason: string | null = null) => ({ scenario: id, check, reason });
  const why = 'fixed with the new outbox';

  test.each(['passed', 'skipped'] as const)('is nothing where it %s', (status) => {
    expect(knownFailuresOf(failedScenario({ status }))).toEqual([]);
  });

  test('is each check that failed and has to hold', () => {
    const should = sampleCheck({ id: 'should', level: 'SHOULD', status: 'failed' });
    expect(knownFailuresOf(failedScenario({ checks: [...both, should] }))).toEqual([known('a'), known('b')]);
  });

  test('is the scenario where it failed outside of a check', () => {
    const reason = 'It did not end within 60 s of real time.';
    expect(knownFailuresOf(failedScenario({ checks: both, reason }))).toEqual([known(null)]);
    expect(knownFailuresOf(failedScenario({ checks: [], reason }))).toEqual([known(null)]);
  });

  test('is the check that stayed inconclusive', () => {
    const checks = [sampleCheck({ id: 'a', status: 'inconclusive', message: 'Not seen.' })];
    expect(knownFailuresOf(failedScenario({ status: 'inconclusive', reason: 'Not seen.', checks }))).toEqual([
      known('a'),
    ]);
  });

  test.each([[null], ['a']])('is what was known before, with its reason, and not what is stale: %s', (check) => {
    const failed = failedScenario({ checks: both.filter((entry) => entry.id !== 'b') });
    const expected = applyBaseline(failed, [known(check, why)]);
    expect(knownFailuresOf(expected)).toEqual([known(check, why)]);
    expect(knownFailuresOf(applyBaseline(failed, [known('a', why), known('c', why)]))).toEqual([known('a', why)]);
    expect(knownFailuresOf(applyBaseline({ ...failed, status: 'passed', checks: [] }, [known(null, why)]))).toEqual([]);
  });

  test('is the scenario where it broke besides a stale entry', () => {
    const broken = applyBaseline(failedScenario({ reason: 'It broke.', checks: both }), [known('c', why)]);
    expect(knownFailuresOf(broken)).toEqual([known(null)]);
  });

  test('makes it an expected failure when it is known', () => {
    for (const scenario of [failedScenario(), failedScenario({ checks: both, reason: 'It broke.' })]) {
      expect(applyBaseline(scenario, knownFailuresOf(scenario)).status).toBe('expected-failure');
    }
  });

  test('leaves open what was not judged', () => {
    const failed = failedScenario({ checks: both });
    const judged = (check: string | null) => isJudged(known(check), failed);
    expect([null, 'a', 'c', 'unjudged', 'gone'].map(judged)).toEqual([true, true, true, false, false]);
    expect(isJudged(known(null), { ...failed, status: 'skipped' })).toBe(false);
  });
});
