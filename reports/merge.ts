import { type RunReport, totalsOf } from '../contracts/trace/index.ts';
import { mergeCoverage } from './merge-coverage.ts';
import { oneLine } from './text.ts';

/** A report and how a user knows it, such as the path of its file. */
export interface NamedReport {
  name: string;
  report: RunReport;
}

/**
 * One report of the parts of a run. A part that is missing makes it incomplete; traces stay relative to the folders of
 * the parts. What is no shard may be of another selection: then all that was selected is.
 *
 * @throws Error in one line where the parts are not of one run: another version, target, mutant or seed, shards of
 * another selection, or one scenario in two of them.
 */
export function mergeReports(parts: readonly NamedReport[]): RunReport {
  const [first, ...others] = parts;
  if (first === undefined) throw refusal('none was given', 'Give the report.json of each shard.');
  for (const other of others) requireSame(first, other);
  requireEachOnce(parts);
  const scenarios = parts
    .flatMap(({ report }) => report.scenarios)
    .sort((left, right) => (left.id < right.id ? -1 : 1));
  const reasons = [...parts.flatMap(unfinished), ...missingShards(parts)];
  const coverage = mergeCoverage(parts.map(({ report }) => report.coverage));
  return {
    ...first.report,
    select: selectedIn(parts),
    shard: null,
    duration: Math.max(...parts.map(({ report }) => report.duration)),
    complete: reasons.length === 0,
    reason: reasons.length === 0 ? null : reasons.join(' '),
    totals: totalsOf(scenarios),
    unmet: unmetIn(parts),
    scenarios,
    coverage,
  };
}

function requireSame(first: NamedReport, other: NamedReport): void {
  for (const field of ['version', 'target', 'mutant', 'seed'] as const) {
    const [one, another] = [first.report[field], other.report[field]];
    if (one === another) continue;
    throw differing(field, [first, one ?? 'none'], [other, another ?? 'none']);
  }
  // A shard is a part of what was selected, and says nothing about parts of anything else.
  if (first.report.shard === null && other.report.shard === null) return;
  const [one, another] = [selectionOf(first), selectionOf(other)];
  if (one !== another) throw differing('selection', [first, one], [other, another]);
}

function differing(what: string, [first, one]: [NamedReport, unknown], [other, another]: [NamedReport, unknown]) {
  const reason = `the ${what} of ${first.name} is ${one}, that of ${other.name} is ${another}`;
  return refusal(reason, 'Give the reports of one run.');
}

/** The order of patterns, and one that was given twice, select nothing else. */
function selectionOf({ report: { select } }: NamedReport): string {
  return select === null ? 'all' : [...new Set(select)].sort().join(' ');
}

/** In the order in which it was given; null where one of the parts is of all. */
function selectedIn(parts: readonly NamedReport[]): RunReport['select'] {
  const selections = parts.map(({ report }) => report.select);
  return selections.includes(null) ? null : [...new Set(selections.flatMap((patterns) => patterns ?? []))];
}

function requireEachOnce(parts: readonly NamedReport[]): void {
  const seen = new Map<string, string>();
  for (const { name, report } of parts) {
    for (const { id } of report.scenarios) {
      const before = seen.get(id);
      if (before !== undefined) throw refusal(`${id} is in ${before} and in ${name}`, 'Give each shard once.');
      seen.set(id, name);
    }
  }
}

function unfinished({ report }: NamedReport): string[] {
  if (report.complete) return [];
  const reason = report.reason ?? 'No reason was given.';
  return [report.shard === null ? reason : `Shard ${report.shard}: ${reason}`];
}

/** One sentence about the shards that are not there; nothing where the reports are of no shards. */
function missingShards(parts: readonly NamedReport[]): string[] {
  const shards = parts.map((part) => ({ ...part, ...shardOf(part) }));
  const [first] = shards;
  if (first === undefined) return [];
  const seen = new Map<number, string>();
  for (const { name, part, of } of shards) {
    if (of !== first.of) {
      const words = (count: number | null) => (count === null ? 'no shard' : `one of ${count} shards`);
      throw refusal(`${first.name} is ${words(first.of)}, ${name} is ${words(of)}`, 'Give the shards of one run.');
    }
    if (part === null) continue;
    const before = seen.get(part);
    if (before !== undefined) throw refusal(`${before} and ${name} are the same shard`, 'Give each shard once.');
    seen.set(part, name);
  }
  const missing: string[] = [];
  for (let part = 1; first.of !== null && part <= first.of; part += 1) {
    if (!seen.has(part)) missing.push(`${part}/${first.of}`);
  }
  if (missing.length === 0) return [];
  return [missing.length === 1 ? `Shard ${missing[0]} is missing.` : `Shards ${missing.join(', ')} are missing.`];
}

function shardOf({ report }: NamedReport): { part: number | null; of: number | null } {
  const [, part, of] = /^(\d{1,6})\/(\d{1,6})$/.exec(report.shard ?? '') ?? [];
  return part === undefined ? { part: null, of: null } : { part: Number(part), of: Number(of) };
}

function unmetIn(parts: readonly NamedReport[]): RunReport['unmet'] {
  const byText = new Map(parts.flatMap(({ report }) => report.unmet).map((entry) => [JSON.stringify(entry), entry]));
  return [...byText.values()];
}

function refusal(reason: string, advice: string): Error {
  return new Error(oneLine(`Failed to merge the reports: ${reason}. ${advice}`));
}
