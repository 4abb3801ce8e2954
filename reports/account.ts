import type { CheckResult, RunReport, ScenarioReport } from '../contracts/trace/index.ts';
import { nodeOperations, operationOf, operations } from '../contracts/wire/index.ts';
import type { ReportContext } from './reporter.ts';
import { count, oneLine, safeLines } from './text.ts';

/** A scenario that did not hold, told in the order in which every reporter tells it. Lines are safe to print. */
export interface Account {
  /** What was promised, and by which requirement. */
  promised: { heading: string; message: string[] }[];
  /** The few events that matter, with aligned virtual times. */
  happened: string[];
  /** Where the contract says so. */
  contract: string[];
  /** The command that plays it again. */
  reproduce: string;
}

/** Tells what a scenario promised, what happened instead, where the contract says so, and how to see it again. */
export function accountOf(scenario: ScenarioReport, context: ReportContext = {}): Account {
  const broken = scenario.checks.filter(isBroken);
  const promised = broken.map((check) => ({
    heading: headingOf(check, scenario),
    message: [`Promised: ${oneLine(check.sentence)}`, ...safeLines(`Found: ${check.message}`)],
  }));
  if (scenario.reason !== null || broken.length === 0) {
    promised.push({
      heading: oneLine(list(scenario.requirements) || scenario.title),
      message: safeLines(scenario.reason ?? 'The scenario did not hold, and no check says why.'),
    });
  }
  return {
    promised,
    happened: storyLines(scenario),
    contract: [...sentences(scenario, broken, context), ...operationsIn(scenario)],
    reproduce: oneLine(scenario.reproduce),
  };
}

/** The whole account as plain lines. */
export function accountLines(account: Account): string[] {
  const lines = account.promised.flatMap(({ heading, message }) => [heading, ...indent(message)]);
  if (account.happened.length > 0) lines.push('', 'What happened', ...indent(account.happened));
  if (account.contract.length > 0) lines.push('', 'Where the contract says so', ...indent(account.contract));
  lines.push('', 'Play it again', ...indent([account.reproduce]));
  return lines;
}

/** One line that says what is wrong with a scenario. */
export function headline(scenario: ScenarioReport): string {
  const messages = scenario.checks.filter(isBroken).map((check) => check.message);
  if (scenario.reason !== null) messages.push(scenario.reason);
  const [first = 'The scenario did not hold, and no check says why.', ...more] = messages;
  return oneLine(`${first}${more.length > 0 ? ` (and ${more.length} more)` : ''}${whyKnown(scenario)}`);
}

/** SHOULD checks that failed in scenarios that passed all the same. */
export function warnings(report: RunReport): { scenario: ScenarioReport; check: CheckResult }[] {
  return report.scenarios
    .filter((scenario) => scenario.status === 'passed')
    .flatMap((scenario) =>
      scenario.checks.filter((check) => check.status === 'failed').map((check) => ({ scenario, check })),
    );
}

/** Skipped scenarios by their reason, the most frequent first. */
export function skippedByReason(report: RunReport): { reason: string; ids: string[] }[] {
  return byReason(report.scenarios, ({ status, reason }) =>
    status === 'skipped' ? [reason ?? 'No reason was given.'] : [],
  );
}

/** Scenarios that passed with some of their checks not judged: how many, and why, the most frequent reason first. */
export function passedInPart(report: RunReport): { scenarios: number; reasons: string[] } {
  const parts = report.scenarios.filter(({ status, inPart = [] }) => status === 'passed' && inPart.length > 0);
  const reasons = byReason(parts, ({ inPart = [] }) => inPart).map(({ reason }) => reason);
  return { scenarios: parts.length, reasons };
}

function byReason(scenarios: readonly ScenarioReport[], reasonsOf: (scenario: ScenarioReport) => readonly string[]) {
  const groups = new Map<string, string[]>();
  for (const scenario of scenarios) {
    for (const reason of reasonsOf(scenario).map(oneLine)) {
      groups.set(reason, [...(groups.get(reason) ?? []), oneLine(scenario.id)]);
    }
  }
  return [...groups]
    .map(([reason, ids]) => ({ reason, ids }))
    .sort((left, right) => right.ids.length - left.ids.length);
}

/** Where every scenario was skipped: why most of them were, and how many that is. null where any was played. */
export function nothingPlayed(report: RunReport): string | null {
  const total = report.scenarios.length;
  const [most] = skippedByReason(report);
  if (most === undefined || report.totals.skipped < total) return null;
  const { reason, ids } = most;
  return `${reason.replace(/\.$/, '')} (${ids.length} of ${count(total, 'scenario')})`;
}

/** Scenarios of one family, families in order of first appearance. */
export function families(report: RunReport): { family: string; scenarios: ScenarioReport[] }[] {
  const groups = Map.groupBy(report.scenarios, (scenario) => scenario.family);
  return [...groups].map(([family, scenarios]) => ({ family, scenarios }));
}

/** True for a scenario that makes the run fail. */
export function isFailure(scenario: ScenarioReport): boolean {
  return scenario.status === 'failed' || scenario.status === 'inconclusive';
}

/** A virtual time as `+2.000 s`, from milliseconds. */
export function virtualTime(ms: number): string {
  return `+${(ms / 1000).toFixed(3)} s`;
}

function isBroken(check: CheckResult): boolean {
  return check.status === 'failed' || check.status === 'inconclusive';
}

function headingOf(check: CheckResult, { baseline = [] }: ScenarioReport): string {
  const ids = list(check.requirements);
  const inconclusive = check.status === 'inconclusive' ? ', inconclusive' : '';
  const known = baseline.some((entry) => entry.check === check.id && !entry.stale) ? ', known' : '';
  return oneLine(`${check.level} ${check.id}${ids ? ` (${ids})` : ''}${inconclusive}${known}`);
}

/** Why an expected failure is expected, where the baseline says so. */
function whyKnown({ status, baseline = [] }: ScenarioReport): string {
  if (status !== 'expected-failure') return '';
  const reasons = new Set(baseline.flatMap(({ reason }) => (reason === null ? [] : [reason])));
  return reasons.size === 0 ? '' : ` (known: ${[...reasons].join('; ')})`;
}

function storyLines(scenario: ScenarioReport): string[] {
  const times = scenario.story.map((line) => virtualTime(line.time));
  const width = Math.max(0, ...times.map((time) => time.length));
  return scenario.story.map((line, index) => `${(times[index] ?? '').padStart(width)}  ${oneLine(line.text)}`);
}

function sentences(scenario: ScenarioReport, broken: readonly CheckResult[], context: ReportContext): string[] {
  const ids = broken.length > 0 ? broken.flatMap((check) => check.requirements) : scenario.requirements;
  return [...new Set(ids)].flatMap((id) => {
    const sentence = context.requirements?.get(id);
    return sentence === undefined ? [] : [oneLine(`${id}: ${sentence}`)];
  });
}

const names = [...Object.keys(operations), ...Object.keys(nodeOperations)] as (
  | keyof typeof operations
  | keyof typeof nodeOperations
)[];

function operationsIn(scenario: ScenarioReport): string[] {
  const words = new Set(scenario.story.flatMap((line) => line.text.split(/[^A-Za-z]+/)));
  return names
    .filter((name) => words.has(name) && isUnmistakable(name))
    .map((name) => {
      const { method, path } = operationOf(name);
      return `${name}: ${method} ${path} (contracts/wire/openapi.json)`;
    });
}

/** `describe` and `events` are names of operations, and plain words too. */
function isUnmistakable(name: string): boolean {
  return name !== name.toLowerCase();
}

function list(ids: readonly string[]): string {
  return ids.join(', ');
}

function indent(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}
