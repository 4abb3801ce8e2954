import { describe, expect, test } from 'vitest';
import type { CheckResult } from '../../contracts/trace/index.ts';
import { decide } from './verdict.ts';

const check = (status: CheckResult['status'], level: CheckResult['level'] = 'MUST', judged = 1): CheckResult => ({
  id: `${level}-${status}`,
  level,
  requirements: [],
  status,
  judged,
  sentence: 'It holds.',
  message: status === 'inconclusive' ? 'The answer was lost.' : '',
  events: [],
});
const [passed, failed, unclear, absent] = [
  check('passed'),
  check('failed'),
  check('inconclusive'),
  check('not-applicable', 'MUST', 0),
];
const should = check('failed', 'SHOULD');
const lost = 'lost at {"actor":"frontend"}';
const unfired = `A fault of the plan did not fire: ${lost}.`;

describe('the status of a scenario', () => {
  test.each<[string, Partial<Parameters<typeof decide>[0]>, string, string | null]>([
    ['all checks that apply held', { checks: [passed, absent] }, 'passed', null],
    ['a MUST failed', { checks: [passed, failed] }, 'failed', null],
    ['only a SHOULD failed', { checks: [passed, should] }, 'passed', null],
    ['the play broke off', { error: 'It did not end.', checks: [passed] }, 'failed', 'It did not end.'],
    ['the play broke off and a MUST failed', { error: 'Stuck.', checks: [failed] }, 'failed', 'Stuck.'],
    ['a fault did not fire', { unfired: [lost], checks: [passed] }, 'failed', unfired],
    ['a fault did not fire and a check is unclear', { unfired: [lost], checks: [unclear] }, 'failed', unfired],
    ['a check is unclear', { checks: [passed, unclear] }, 'inconclusive', 'The answer was lost.'],
    ['a check is unclear and a MUST failed', { checks: [unclear, failed] }, 'failed', null],
    ['nothing was judged', { checks: [absent] }, 'failed', 'No check judged anything.'],
    ['there is no check', { checks: [] }, 'failed', 'No check judged anything.'],
  ])('when %s', (_when, facts, status, reason) => {
    expect(decide({ error: null, unfired: [], checks: [], ...facts })).toEqual({ status, reason });
  });
});
