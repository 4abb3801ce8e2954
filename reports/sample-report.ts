import {
  type CheckResult,
  type ContractCoverage,
  type RunReport,
  type ScenarioReport,
  totalsOf,
} from '../contracts/trace/index.ts';

export function sampleCheck(changes: Partial<CheckResult> = {}): CheckResult {
  return {
    id: 'one-session',
    level: 'MUST',
    requirements: ['TASK-1'],
    status: 'passed',
    sentence: 'One task has exactly one session.',
    judged: 3,
    message: 'One task has exactly one session.',
    events: [],
    ...changes,
  };
}

export function sampleScenario(changes: Partial<ScenarioReport> = {}): ScenarioReport {
  const id = changes.id ?? 'retries/batch-after-503';
  return {
    id,
    title: 'A batch that was refused arrives in the end',
    family: id.split('/', 1)[0] ?? id,
    requirements: ['TASK-11'],
    status: 'passed',
    reason: null,
    duration: 120,
    seed: 7,
    checks: [sampleCheck()],
    faultPlan: [],
    faultsFired: [],
    events: 40,
    trace: null,
    story: [],
    reproduce: `rehearse run ${id} --seed 1`,
    ...changes,
  };
}

export function failedScenario(changes: Partial<ScenarioReport> = {}): ScenarioReport {
  return sampleScenario({
    id: 'duplicate-creation/two-tabs',
    title: 'Two tabs that submit at once make one task',
    status: 'failed',
    requirements: ['TASK-1'],
    checks: [
      sampleCheck({ status: 'failed', message: 'Task t1 has two sessions: s1 and s2.', events: [4, 9] }),
      sampleCheck({ id: 'no-invented-ids', requirements: ['TASK-3'] }),
    ],
    trace: 'traces/duplicate-creation.two-tabs.jsonl',
    story: [
      { event: 4, time: 0, text: 'frontend:one submitTask' },
      { event: 9, time: 12_000, text: 'target answers 201 with session s2' },
    ],
    ...changes,
  });
}

/** A report whose totals are counted from its scenarios. */
export function sampleReport(scenarios: readonly ScenarioReport[], changes: Partial<RunReport> = {}): RunReport {
  return {
    format: 1,
    tool: 'dress-rehearsal',
    version: '0.1.0',
    target: 'embedded',
    mutant: null,
    seed: 1,
    select: null,
    shard: null,
    duration: 2_340,
    complete: true,
    reason: null,
    totals: totalsOf(scenarios),
    unmet: [],
    scenarios: [...scenarios],
    ...changes,
  };
}

/** Of a small contract, with something missing of every kind. */
export function sampleCoverage(changes: Partial<ContractCoverage> = {}): ContractCoverage {
  return {
    percent: 66.6,
    operations: { covered: 2, total: 3, missing: ['getTask'] },
    answers: { covered: 1, total: 2, missing: [{ operation: null, status: 404, code: 'not_found' }] },
    frames: { covered: 2, total: 3, missing: [{ socket: 'live', from: 'server', type: 'error', code: 'not_found' }] },
    interactions: {
      covered: 3,
      total: 4,
      missing: [{ consumer: 'vm-agent', description: 'a batch', states: ['a task'], wants: 'appendMessages 200' }],
    },
    ...changes,
  };
}

/** One scenario of every status, in three families, one of which passed whole. */
export const everyStatus: readonly ScenarioReport[] = [
  sampleScenario(),
  sampleScenario({
    id: 'retries/slow-answer',
    checks: [
      sampleCheck({ id: 'backs-off', level: 'SHOULD', status: 'failed', message: 'It tried again after 1 ms.' }),
    ],
  }),
  failedScenario(),
  sampleScenario({
    id: 'duplicate-creation/answer-lost',
    status: 'inconclusive',
    checks: [sampleCheck({ status: 'inconclusive', message: 'The final state was not seen.' })],
  }),
  sampleScenario({
    id: 'duplicate-creation/known',
    status: 'expected-failure',
    checks: [sampleCheck({ status: 'failed', message: 'Two tasks were made.' })],
  }),
  sampleScenario({ id: 'live/hibernated', status: 'skipped', reason: 'The target does not offer live.', checks: [] }),
  sampleScenario({ id: 'live/reconnect', status: 'skipped', reason: 'The target does not offer live.', checks: [] }),
];

/** Texts that would be markup, a command or an escape sequence where they are not escaped. */
export const hostileTexts: readonly string[] = [
  '\u001b[2J\u001b]0;owned\u0007 \u009b31m',
  'a | b | c',
  '</failure><script>alert(1)</script> & "quotes" \'too\'',
  ']]> <!-- <?xml ?>',
  '```\n# heading\n</details>\n\n@everyone #1 ![x](http://x) `code`',
  'line one\n::error::line two\r\nline three\u2028line four',
  '\u0000\ufffe\uffff lone \ud800 surrogate \u202e reversed',
];
