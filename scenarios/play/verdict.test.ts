import { describe, expect, test } from 'vitest';
import type { CheckResult } from '../../contracts/trace/index.ts';
import { judge } from '../checks/check.ts';
import { checks } from '../checks/index.ts';
import { HistoryBuilder } from '../checks/testing.ts';
import { decide, withRefusal } from './verdict.ts';

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

describe('A check that had to judge something and judged nothing', () => {
  const messages = (build: (history: HistoryBuilder) => void, name = 'one-task-per-key') => {
    const history = new HistoryBuilder();
    build(history);
    const results = judge(history.events, checks, new Set([name]));
    return withRefusal(results, history.events).flatMap(({ id, message }) => (id === name ? [message] : []));
  };
  const [silent = ''] = messages(() => {});

  test.each([
    [401, { code: 'unauthenticated' }, 'listTasks was answered 401 unauthenticated. '],
    [403, { code: 'forbidden' }, 'listTasks was answered 403 forbidden. '],
    [404, 'Not found', 'listTasks was answered 404. '],
    [502, undefined, 'listTasks was answered 502. '],
    [200, { tasks: [] }, ''],
    [409, { code: 'conflict' }, ''],
  ])('names a client that was answered %i', (status, body, said) => {
    expect(silent).toMatch(/^The scenario names this check, but it judged nothing: /);
    expect(messages((history) => void history.send('frontend:one', 'listTasks').answer(status, body))).toEqual([
      `${said}${silent}`,
    ]);
  });

  test('names the first of them', () => {
    const both = messages((history) => {
      history.send('vm-agent', 'appendMessages').answer(401, { code: 'unauthenticated' });
      history.send('frontend', 'listTasks').answer(404);
    });
    expect(both).toEqual([`appendMessages was answered 401 unauthenticated. ${silent}`]);
  });

  test('names nobody who is refused on purpose, and no fault of the network', () => {
    const rehearsed = messages((history) => {
      for (const actor of ['caller:wrong', 'observer', 'harness']) history.send(actor, 'listTasks').answer(401);
      const { op } = history.send('frontend', 'listTasks');
      const message = { type: 'response', status: 503, headers: {} };
      history.add({ kind: 'send', actor: 'network', operation: 'listTasks', op, msg: 99, message });
    });
    expect(rehearsed).toEqual([silent]);
  });

  test('is the only one that does', () => {
    const history = new HistoryBuilder();
    history.send('frontend', 'listTasks').answer(401);
    const results = judge(history.events, checks, new Set());
    expect(withRefusal(results, history.events)).toEqual(results);
  });
});
