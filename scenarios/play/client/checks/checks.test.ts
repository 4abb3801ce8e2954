import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Check, judge } from '../../../checks/check.ts';
import { HistoryBuilder } from '../../../checks/testing.ts';
import { clientScenarios } from '../catalogue/index.ts';
import { clientRoles } from '../definition.ts';
import { doesItsTask, leavesWhenTold } from './does-its-task.ts';
import { checksFor } from './index.ts';

function verdictOf(check: Check, ended: Record<string, unknown>, isLate = false) {
  const history = new HistoryBuilder();
  history.report('harness', 'client-started', { scale: 1 });
  if (isLate) history.report('harness', 'client-late', { seconds: 9 });
  history.report('harness', 'client-ended', { code: 0, signal: null, told: 'none', done: true, last: [], ...ended });
  const [result] = judge(history.events, [check], new Set());
  return [result?.status, result?.message];
}

describe('A client does its task', () => {
  test.each([
    ['leaves with 0 when it is done', {}],
    ['stays and goes when it is told to', { told: 'SIGTERM', code: null, signal: 'SIGTERM' }],
    ['takes SIGTERM for an end of its own', { told: 'SIGTERM', code: 143 }],
    ['is done and has to be killed', { told: 'SIGKILL', code: null, signal: 'SIGKILL' }],
  ])('where it %s', (_, ended) => {
    expect(verdictOf(doesItsTask, ended)[0]).toBe('passed');
  });

  test.each([
    [
      { code: 3, done: false, last: ['a', 'b'] },
      'with exit code 3 before it had done what it was asked. Its last lines: a | b',
    ],
    [{ code: 3 }, 'with exit code 3 after it had done what it was asked. It printed nothing.'],
    [{ code: null, signal: 'SIGSEGV', done: false }, 'by SIGSEGV before it had done'],
    [{ done: false }, 'It left before it had done what it was asked.'],
  ])('not where it ended %j', (ended, message) => {
    expect(verdictOf(doesItsTask, ended)).toEqual(['failed', expect.stringContaining(message)]);
  });

  test('not where time was over', () => {
    const [status, message] = verdictOf(doesItsTask, { told: 'SIGTERM', code: 0, done: false }, true);
    expect([status, message]).toEqual(['failed', 'It had not done what it was asked after 9 s. It printed nothing.']);
  });
});

describe('A client leaves when it is told to', () => {
  test('SIGTERM is enough', () => {
    expect(verdictOf(leavesWhenTold, { told: 'SIGTERM' })[0]).toBe('passed');
  });

  test('One that has to be killed does not', () => {
    expect(verdictOf(leavesWhenTold, { told: 'SIGKILL' })[0]).toBe('failed');
  });

  test('One that has left by itself was not told to', () => {
    expect(verdictOf(leavesWhenTold, {})[0]).toBe('not-applicable');
  });
});

describe('The scenarios of clients', () => {
  test.each(clientRoles)('Each of a %s names checks that there are, under an id of its own', (role) => {
    const known = new Set(checksFor(role).map(({ id }) => id));
    const scenarios = clientScenarios[role];
    expect(scenarios.flatMap(({ checks }) => checks.filter((id) => !known.has(id)))).toEqual([]);
    expect(new Set(scenarios.map(({ id }) => id)).size).toBe(scenarios.length);
    expect(scenarios.filter(({ checks }) => checks.length === 0)).toEqual([]);
  });

  test.each(clientRoles)('Faults of a %s strike the client and not the harness', (role) => {
    const struck = clientScenarios[role].flatMap(({ plan }) => plan.map(({ where }) => where.actor));
    expect(struck.filter((actor) => actor !== role)).toEqual([]);
  });
});

describe('docs/client.md', () => {
  const docs = readFileSync(new URL('../../../../docs/client.md', import.meta.url), 'utf8');
  const rows = docs.split('\n').filter((line) => /^\| `(vm-agent|frontend|daemon)\/\S+`\s+\|/.test(line));

  test('has a row for each scenario, with checks that the scenario names', () => {
    const all = clientRoles.flatMap((role) => clientScenarios[role]);
    const named = rows.map((row) => [...row.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word));
    expect(named.map(([id]) => id)).toEqual(all.map(({ id }) => id));
    for (const [index, { checks }] of all.entries()) {
      const judges =
        rows[index]
          ?.split('|')
          .at(-2)
          ?.match(/[\w-]+/g) ?? [];
      expect(checks).toEqual(expect.arrayContaining([...judges]));
      expect(judges.length).toBeGreaterThan(0);
    }
  });
});
