import type { CheckResult, ScenarioStatus } from '../../contracts/trace/index.ts';

interface Facts {
  /** Why the play did not come to its end. */
  error: string | null;
  /** Entries of the plan that did not fire, as text. */
  unfired: readonly string[];
  checks: readonly CheckResult[];
}

/** The one place where a scenario's status is decided, for every verb and reporter. */
export function decide({ error, unfired, checks }: Facts): { status: ScenarioStatus; reason: string | null } {
  if (checks.some(({ status, level }) => status === 'failed' && level === 'MUST'))
    return { status: 'failed', reason: error };
  if (error) return { status: 'failed', reason: error };
  if (unfired.length > 0)
    return { status: 'failed', reason: `A fault of the plan did not fire: ${unfired.join('; ')}.` };
  const unclear = checks.find(({ status }) => status === 'inconclusive');
  if (unclear) return { status: 'inconclusive', reason: unclear.message };
  if (!checks.some(({ judged }) => judged > 0)) return { status: 'failed', reason: 'No check judged anything.' };
  return { status: 'passed', reason: null };
}
