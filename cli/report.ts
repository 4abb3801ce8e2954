import { copyFile, mkdir } from 'node:fs/promises';
import { dirname, isAbsolute, relative, resolve } from 'node:path';
import type { Command } from 'commander';
import type { RunReport, ScenarioReport } from '../contracts/trace/index.ts';
import { conclude } from './conclude.ts';
import { loadConfig } from './config-file.ts';
import { type Door, type ExitCode, Failure, fileTrouble } from './io.ts';
import { makeFolder } from './out-folder.ts';
import { planOutput } from './output-plan.ts';
import { readReport } from './report-file.ts';
import { collect } from './run.ts';
import { settle } from './settings.ts';

interface MergeFlags extends Record<string, unknown> {
  reporter?: string[];
  json?: true;
  coverage?: true;
  github?: boolean;
}

const what = 'merge the reports';

/** `rehearse report`: what is done with the reports of runs. */
export function addReport(program: Command, door: Door): void {
  const report = program
    .command('report')
    .description('Make one report of the shards of a run')
    .addHelpText('after', '\nExample:\n  rehearse report merge shards/*/report.json');
  report
    .command('merge')
    .description('Make one report of those of the shards of a run, with their traces and their verdict')
    .argument('<report.json...>', 'a report of each shard')
    .option('--reporter <names>', 'terminal, json, junit, markdown, github; a list, or given again', collect)
    .option('--json', 'print report.json on stdout')
    .option('--out <folder>', 'where report and traces go (default: rehearsal-out)')
    .option('--coverage', 'list the operations, answers, frames and pact interactions that nothing exercised')
    .option('--coverage-min <percent>', 'end with 1 where less of the contract was exercised')
    .option('--no-github', 'leave out what GitHub is shown where it runs the command: annotations and the summary')
    .addHelpText(
      'after',
      `
Examples:
  rehearse report merge shards/*/report.json
  rehearse report merge 1/report.json 2/report.json --reporter terminal,junit --out rehearsal-out

Exit code, as of one run: 0 all held, 1 something failed, stayed inconclusive or was not covered, 2 the reports
are not of one run, or a shard is missing or was not finished.`,
    )
    .action(async (files: string[], flags: MergeFlags) => door.exit(await merge(door, files, flags)));
}

async function merge({ engine, io }: Door, files: string[], flags: MergeFlags): Promise<ExitCode> {
  const sources = { flags, config: await loadConfig(io.cwd), env: io.env };
  const { reporter, out: chosen, coverageMin } = settle(what, ['reporter', 'out', 'coverageMin'], sources);
  const plan = planOutput({ what, reporter, chosen, flags, env: io.env });
  const out = resolve(io.cwd, chosen ?? 'rehearsal-out');
  const overwritten = files.find((file) => resolve(io.cwd, file) === resolve(out, 'report.json'));
  if (overwritten !== undefined) {
    throw new Failure(what, `${overwritten} would be overwritten by what is made of it`, 'Give another --out.');
  }
  const { mergeReports } = await import('../reports/index.ts');
  const parts = await Promise.all(files.map(async (name) => ({ name, report: await readReport(what, io.cwd, name) })));
  const merged = mergeReports(parts);
  await makeFolder(what, out);
  const folders = new Map(
    parts.flatMap(({ name, report }) => report.scenarios.map(({ id }) => [id, dirname(resolve(io.cwd, name))])),
  );
  const report = await withTraces(merged, folders, out);
  const trouble = merged.complete
    ? null
    : new Failure('merge a whole run', merged.reason ?? 'it is not complete', 'The report has what was played.')
        .message;
  const requirements = new Map((await engine.requirementTable()).map(({ id, text }) => [id, text]));
  const coverage = flags.coverage === true ? 'listed' : 'counted';
  return conclude(io, report, { plan, out, trouble, coverageMin, coverage, requirements });
}

/** The report with its traces copied to `out`; a trace that is not beside its report is left out. */
async function withTraces(report: RunReport, folders: ReadonlyMap<string, string>, out: string): Promise<RunReport> {
  const scenarios: ScenarioReport[] = [];
  for (const scenario of report.scenarios) {
    const { id, trace } = scenario;
    const isCopied = trace !== null && (await copyTrace(folders.get(id) ?? out, trace, out));
    scenarios.push(isCopied ? scenario : { ...scenario, trace: null });
  }
  return { ...report, scenarios };
}

/** False where there is none. A report says nothing about files outside of its folder. */
async function copyTrace(from: string, trace: string, out: string): Promise<boolean> {
  const [source, copy] = [resolve(from, trace), resolve(out, trace)];
  const inside = relative(out, copy);
  if (inside === '' || inside.startsWith('..') || isAbsolute(inside)) return false;
  try {
    await mkdir(dirname(copy), { recursive: true });
    if (source !== copy) await copyFile(source, copy);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    const code = fileTrouble(error);
    throw new Failure(what, `the trace ${source} cannot be copied (${code})`, 'Give another folder with --out.');
  }
}
