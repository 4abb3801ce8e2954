import { describe, expect, test } from 'vitest';
import { limits } from '../../../contracts/wire/index.ts';
import type { AgentTaskRow, RuntimeRow } from '../runtimes/rows.ts';
import { runtimeRules as rules } from './runtimes.ts';

const task: AgentTaskRow = {
  id: 't1',
  agent_id: 'a1',
  kind: 'chat',
  issue_id: null,
  chat_id: 'c1',
  prompt: 'Do it',
  runtime_id: 'r1',
  state: 'dispatched',
  attempt: 1,
  session_id: null,
  work_dir: null,
  failure_reason: null,
  error: null,
  output: null,
  claim_key: 'k1',
  claim_expires_at: 1,
  offered_session: null,
  offered_work_dir: '/offered',
  created_at: 0,
  dispatched_at: 0,
  started_at: null,
  finished_at: null,
};

describe('the guard', () => {
  test.each<[string | null, boolean, string, boolean]>([
    ['r1', false, 'r1', true],
    ['r2', false, 'r1', false],
    [null, false, 'r1', false],
    ['r1', true, 'r1', false],
  ])('a session made on %s (removed: %s) is resumed on %s: %s', (runtimeId, removed, on, expected) => {
    for (const kind of ['issue', 'pointer', 'chat'] as const)
      expect(rules.mayResume({ runtimeId, removed }, on, kind)).toBe(expected);
  });

  test('asks for the runtime of the task, not of its agent (RUN-5)', () => {
    expect(rules.decidingRuntime(task, { id: 'a1', name: 'Fixer', runtime_id: 'r2' })).toBe('r1');
    expect(rules.decidingRuntime(task, null)).toBe('r1');
  });

  test.each([
    [[null, null], null],
    [['/pointer', '/row'], '/pointer'],
    [[null, '/row'], '/row'],
  ])('of the work directories %j it offers %j, with a session and without (RUN-3)', (candidates, expected) => {
    for (const session of [null, 's1']) expect(rules.offeredWorkDir(session, candidates)).toBe(expected);
  });
});

describe('a pointer', () => {
  const pointer = { session_id: 's1', runtime_id: 'r1', work_dir: '/w1' };
  test('is moved whole by a run with a session, and not at all by one without (RUN-4)', () => {
    const run = { session_id: 's2', runtime_id: 'r2', work_dir: null };
    expect(rules.pointerAfterEnd(pointer, run)).toEqual(run);
    expect(rules.pointerAfterEnd(pointer, { ...run, session_id: null, work_dir: '/w2' })).toEqual(pointer);
  });

  test('has the work directory that the run said, pinned or was offered, in this order (RUN-3)', () => {
    expect(rules.workDirOfRun({ ...task, work_dir: '/pinned' }, '/said')).toBe('/said');
    expect(rules.workDirOfRun({ ...task, work_dir: '/pinned' }, null)).toBe('/pinned');
    expect(rules.workDirOfRun(task, null)).toBe('/offered');
  });

  const run = (runtime_id: string, session_id: string | null): AgentTaskRow => ({ ...task, runtime_id, session_id });
  test.each<[string, AgentTaskRow[], string | null]>([
    ['the run that made its session', [run('r1', 's1'), run('r2', 's2')], 'r1'],
    ['the first of those that had it', [run('r1', 's1'), run('r2', 's1')], 'r1'],
    ['nothing where no run had it', [run('r2', 's2'), run('r1', null)], null],
    ['nothing where there was no run', [], null],
  ])('of the old version is paired with %s (RUN-6)', (_name, runs, expected) => {
    expect(rules.backfillRuntime('s1', runs)).toBe(expected);
  });
});

describe('a claim', () => {
  test('said again is the same while it waits to be started, and nothing afterwards (RUN-7)', () => {
    expect(rules.repeatedClaim(task, 'k1')).toBe('the same');
    expect(rules.repeatedClaim({ ...task, claim_key: 'k2' }, 'k1')).toBe('nothing');
    expect(rules.repeatedClaim({ ...task, state: 'running' }, 'k1')).toBe('nothing');
    expect(rules.repeatedClaim({ ...task, state: 'queued', claim_key: null }, 'k1')).toBe('nothing');
  });

  test('said again keeps its lease while that runs, and begins a new one afterwards (RUN-7)', () => {
    const claimed = { ...task, claim_expires_at: 70_000 };
    expect(rules.leaseEndAgain(claimed, 69_999)).toBe(70_000);
    expect(rules.leaseEndAgain(claimed, 70_000)).toBe(70_000 + limits.claimLease);
  });

  test('says messages of its own attempt', () => {
    expect([1, 2].map((attempt) => rules.attemptOfMessage({ ...task, attempt }))).toEqual([1, 2]);
  });

  test.each([
    ['dispatched', 'failed', 'end'],
    ['running', 'completed', 'end'],
    ['completed', 'completed', 'same'],
    ['completed', 'failed', 'refuse'],
    ['failed', 'failed', 'same'],
    ['cancelled', 'completed', 'refuse'],
  ] as const)('may end a task that is %s as %s: %s', (state, end, expected) => {
    expect(rules.endDecision(state, end)).toBe(expected);
  });
});

describe('a daemon that is gone', () => {
  const runtime: RuntimeRow = { id: 'r1', name: 'Laptop', provider: 'claude', removed: 0, last_heartbeat_at: 1000 };
  test('leaves a task to its second attempt, and no third, with what it had pinned (RUN-8)', () => {
    expect(rules.orphanOutcome(task)).toBe('queue');
    expect(rules.orphanOutcome({ ...task, attempt: limits.taskAttempts })).toBe('fail');
    const pinned = { session_id: 's1', work_dir: '/w1' };
    expect(rules.keptOnRecovery({ ...task, ...pinned })).toEqual(pinned);
  });

  test('is offline to the millisecond, and removed for good', () => {
    const last = runtime.last_heartbeat_at + limits.runtimeOfflineAfter;
    expect(rules.runtimeStatus(runtime, last - 1)).toBe('online');
    expect(rules.runtimeStatus(runtime, last)).toBe('offline');
    expect(rules.runtimeStatus({ ...runtime, removed: 1 }, 1000)).toBe('removed');
    expect(rules.endedByRemoval()).toEqual(['queued', 'dispatched', 'running']);
    expect(rules.silenceDue(runtime)).toBe(1000 + limits.runtimeSilence);
  });
});
