import { describe, expect, test } from 'vitest';
import { runReport, type ScenarioReport, scenarioReport } from './report.ts';

const scenario: ScenarioReport = {
  id: 'retries/answer-lost',
  title: 'A submit whose answer was lost is one task',
  family: 'retries',
  requirements: ['TASK-1'],
  status: 'failed',
  reason: null,
  duration: 12.5,
  seed: 7,
  checks: [
    {
      id: 'one-session-per-task',
      level: 'MUST',
      requirements: ['TASK-1'],
      status: 'failed',
      sentence: 'A task has exactly one session.',
      judged: 2,
      message: 'Task t1 has two sessions.',
      events: [4, 9],
    },
  ],
  faultPlan: [],
  faultsFired: [],
  events: 20,
  trace: 'traces/retries.answer-lost.jsonl',
  story: [{ event: 4, time: 0, text: 'The first submit is answered with session s1.' }],
  reproduce: 'npx rehearse run retries/answer-lost --seed 7',
};

describe('the report of a run', () => {
  test('survives being written and read', () => {
    const report = runReport.parse({
      format: 1,
      tool: 'dress-rehearsal',
      version: '0.1.0',
      target: 'embedded',
      mutant: null,
      seed: 7,
      select: ['retries'],
      shard: '1/3',
      duration: 400,
      complete: true,
      reason: null,
      totals: { passed: 0, failed: 1, inconclusive: 0, skipped: 0, expectedFailure: 0 },
      unmet: [{ requirement: 'TASK-13', reason: 'The target declares feed: live.' }],
      scenarios: [scenario],
    });
    expect(runReport.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
  });

  test.each([
    ['a status that is no verdict', { status: 'flaky' }],
    ['no command that reproduces it', { reproduce: undefined }],
    ['an invalid fault plan', { faultPlan: [{ fault: { kind: 'lost' } }] }],
  ])('refuses a scenario with %s', (_what, change) => {
    expect(scenarioReport.safeParse(scenario).success).toBe(true);
    expect(scenarioReport.safeParse({ ...scenario, ...change }).success).toBe(false);
  });

  test('refuses a check that judged fewer than nothing', () => {
    const checks = scenario.checks.map((check) => ({ ...check, judged: -1 }));
    expect(scenarioReport.safeParse({ ...scenario, checks }).success).toBe(false);
  });
});
