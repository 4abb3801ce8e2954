import type { ContractCoverage, RunReport } from '../contracts/trace/index.ts';
import { tellGitHub } from './github.ts';
import { type ExitCode, Failure, type Io } from './io.ts';
import { shownIn } from './out-folder.ts';
import type { OutputPlan } from './output-plan.ts';

export interface Conclusion {
  plan: OutputPlan;
  /** Folder of report and traces, which exists. */
  out: string;
  /** One line where the run was not finished. */
  trouble: string | null;
  /** Percent of the contract below which the verdict is 1. */
  coverageMin: number | undefined;
  /** What people are shown of the contract that was not exercised. */
  coverage: 'counted' | 'listed';
  /** Sentences of the requirements by id. */
  requirements: ReadonlyMap<string, string>;
}

/** Tells a report in all the ways that were asked for, and says which exit code it is. */
export async function conclude(io: Io, report: RunReport, conclusion: Conclusion): Promise<ExitCode> {
  const { plan, out, coverageMin, coverage, requirements } = conclusion;
  const { writeReports, colourFor, firstMissing, nothingPlayed } = await import('../reports/index.ts');
  const trouble = conclusion.trouble ?? emptiness(report, nothingPlayed);
  const folderShown = shownIn(io.cwd, out);
  const common = { stdout: io.stdout, colour: colourFor(io.stdout, io.env), coverage, requirements, folderShown };
  if (plan.stdout !== null) await writeReports(report, [plan.stdout], common);
  if (trouble !== null) io.stderr.write(`${trouble}\n`);
  await writeReports(report, plan.files, { ...common, out });
  if (plan.github) await tellGitHub(io, report, { plan, out, folderShown, requirements });
  const uncovered = coverageMin === undefined ? null : shortfall(report, coverageMin, firstMissing);
  if (uncovered !== null) io.stderr.write(`${uncovered}\n`);
  return exitCodeOf(report, trouble, uncovered);
}

/** One line where nothing was played: that nothing failed says nothing then. A shard may well have none to play. */
function emptiness(report: RunReport, nothingPlayed: (report: RunReport) => string | null): string | null {
  const reason = report.shard === null ? nothingPlayed(report) : null;
  if (reason === null) return null;
  const advice = 'The report has every reason; select what can be played, or give another target.';
  return new Failure('judge the target', `nothing was played: ${reason}`, advice).message;
}

/** One line where less of the contract was exercised than was asked for. */
function shortfall(
  { coverage }: RunReport,
  least: number,
  firstMissing: (coverage: ContractCoverage) => string | null,
): string | null {
  const percent = coverage?.percent ?? 0;
  if (percent >= least) return null;
  const first = coverage === undefined ? 'everything' : firstMissing(coverage);
  const reason = `${percent} % of the contract was exercised, and ${least} % was asked for; missing first: ${first}`;
  return new Failure('reach the contract coverage', reason, 'See all of it with --coverage.').message;
}

function exitCodeOf(report: RunReport, trouble: string | null, uncovered: string | null): ExitCode {
  if (trouble !== null) return 2;
  if (uncovered !== null) return 1;
  return report.totals.failed + report.totals.inconclusive > 0 ? 1 : 0;
}
