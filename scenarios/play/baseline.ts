import { shellWord } from '../../contracts/shell-word.ts';
import type { BaselineEntry, CheckResult, ScenarioReport } from '../../contracts/trace/index.ts';

/** Something that is known to fail: a scenario, or one check of it. */
export interface KnownFailure {
  scenario: string;
  /** Id of a check; null: whatever fails in the scenario. */
  check: string | null;
  /** Why it may fail for now, for those who read reports. */
  reason: string | null;
}

/**
 * Holds what is known to fail against what a scenario did. Only known failures: `expected-failure`. An entry of what held
 * is stale and fails the scenario: a baseline that nobody has to shorten hides the next bug. What was not judged, because
 * the scenario was skipped or the check had nothing to judge, proves nothing either way.
 *
 * @param file What `known` was read from: without it, the command that plays a stale entry again would pass.
 */
export function applyBaseline(report: ScenarioReport, known: readonly KnownFailure[], file?: string): ScenarioReport {
  if (report.status === 'skipped') return report;
  const entries = known.filter(({ scenario }) => scenario === report.id).flatMap((entry) => judged(entry, report));
  if (entries.length === 0) return report;
  const stale = entries.filter((entry) => entry.stale);
  if (stale.length > 0) {
    const reasons = [...(report.reason === null ? [] : [report.reason]), ...stale.map(staleness)];
    const reproduce = file === undefined ? report.reproduce : `${report.reproduce} --baseline ${shellWord(file)}`;
    return { ...report, status: 'failed', reason: reasons.join(' '), reproduce, baseline: entries };
  }
  const status = isKnown(report, entries) ? 'expected-failure' : report.status;
  return { ...report, status, baseline: entries };
}

/**
 * What has to be known so that the scenario would not fail again: its checks one by one, or the whole scenario where a
 * failure comes from no check. Nothing where it passed or was skipped.
 */
export function knownFailuresOf(report: ScenarioReport): KnownFailure[] {
  const { id: scenario, status, reason, checks, baseline = [] } = report;
  if (status === 'passed' || status === 'skipped') return [];
  const before = baseline.filter(({ stale }) => !stale);
  if (status === 'expected-failure')
    return before.map((entry) => ({ scenario, check: entry.check, reason: entry.reason }));
  const [stale] = baseline.filter((entry) => entry.stale);
  const isOnlyStale = stale !== undefined && reason?.startsWith(staleness(stale)) === true;
  const failing: (string | null)[] = checks.filter(breaks).map(({ id }) => id);
  if (isOnlyStale && failing.length === 0) return [];
  const ofNoCheck = failing.length === 0 || (status === 'failed' && reason !== null && !isOnlyStale);
  return (ofNoCheck ? [null] : failing).map((check) => ({
    scenario,
    check,
    reason: before.find((entry) => entry.check === check)?.reason ?? null,
  }));
}

/** Whether a scenario says anything about an entry of the baseline. */
export function isJudged({ check, reason }: KnownFailure, report: ScenarioReport): boolean {
  return report.status !== 'skipped' && judged({ scenario: report.id, check, reason }, report).length > 0;
}

/** The entry with what became of it; nothing where there was nothing to judge. */
function judged({ check, reason }: KnownFailure, report: ScenarioReport): BaselineEntry[] {
  if (check === null) return [{ check, reason, stale: report.status === 'passed' }];
  const result = report.checks.find(({ id }) => id === check);
  if (result === undefined || result.status === 'not-applicable') return [];
  return [{ check, reason, stale: result.status === 'passed' }];
}

function isKnown({ status, reason, checks }: ScenarioReport, entries: readonly BaselineEntry[]): boolean {
  if (status === 'passed') return false;
  if (entries.some(({ check }) => check === null)) return true;
  // A failure's own reason comes from no check, so that no check can excuse it.
  if (status === 'failed' && reason !== null) return false;
  return checks.filter(breaks).every(({ id }) => entries.some(({ check }) => check === id));
}

function breaks({ status, level }: CheckResult): boolean {
  return status === 'inconclusive' || (status === 'failed' && level === 'MUST');
}

function staleness({ check }: BaselineEntry): string {
  const what = check === null ? 'It' : `The check ${check}`;
  return `${what} held, but the baseline has it as a known failure. Stale: remove it from the baseline.`;
}
