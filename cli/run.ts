import { access, constants, mkdir } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import type { Command } from 'commander';
import type { RunReport } from '../contracts/trace/index.ts';
import { CannotRun } from '../scenarios/play/run-types.ts';
import { loadConfig } from './config-file.ts';
import { type Door, type ExitCode, Failure } from './io.ts';
import { planOutput } from './output-plan.ts';
import { checkSelection, selectMutants } from './selection.ts';
import { settingKeys, settle } from './settings.ts';

/** `rehearse run`: plays scenarios and reports. */
export function addRun(program: Command, door: Door): void {
  program
    .command('run')
    .description('Play scenarios against a target and judge what happened')
    .argument('[family|scenario...]', 'families, scenario ids, or ids with * (default: all)')
    .option('--target <url>', 'embedded, or the URL of an API that speaks the canonical wire (default: embedded)')
    .option('--token <token>', "administrator's token of the target; better given in REHEARSE_TOKEN")
    .option('--seed <number>', 'what makes the run repeatable (default: 1)')
    .option('--mutant <id>', 'switch a known bug on')
    .option('--reporter <names>', 'terminal, json, junit, markdown; a list, or given again', collect)
    .option('--json', 'print report.json on stdout')
    .option('--out <folder>', 'where report and traces go (default: rehearsal-out)')
    .option('--lanes <number>', 'scenarios played side by side (default: one more than processors)')
    .option('--shard <i/n>', 'the i-th of n parts of the catalogue')
    .option('--timeout <ms>', 'real time a scenario may take (default: 60000)')
    .addHelpText(
      'after',
      `
Examples:
  rehearse run
  rehearse run retries --seed 7
  rehearse run --target http://127.0.0.1:8787 --reporter terminal,junit --out rehearsal-out

Exit code: 0 all held, 1 something failed or stayed inconclusive, 2 could not run or not finish.`,
    )
    .action(async (select: string[], flags: RunFlags) => door.exit(await run(door, select, flags)));
}

interface RunFlags extends Record<string, unknown> {
  reporter?: string[];
  json?: true;
}

async function run({ engine, io }: Door, names: string[], flags: RunFlags): Promise<ExitCode> {
  const settings = settle('run', settingKeys, { flags, config: await loadConfig(io.cwd), env: io.env });
  const { reporter, out: chosen, mutant, ...options } = settings;
  const plan = planOutput({ reporter, chosen, flags });
  await checkSelection(engine, names);
  const select = names.length === 0 ? undefined : names;
  if (mutant !== undefined) await selectMutants(engine, [mutant], 'run');
  const out = resolve(io.cwd, chosen ?? 'rehearsal-out');
  await makeFolder(out);

  const requirements = new Map((await engine.requirementTable()).map(({ id, text }) => [id, text]));
  const { liveProgress, writeReports, colourFor } = await import('../reports/index.ts');
  const live = liveProgress(io.stderr);
  const { report, trouble } = await play(() =>
    engine.run({ ...options, mutant, select, out, signal: io.signal, progress: live.on }),
  ).finally(live.end);
  const common = {
    stdout: io.stdout,
    colour: colourFor(io.stdout, io.env),
    requirements,
    folderShown: shorter(relative(io.cwd, out), out),
  };
  if (plan.stdout !== null) await writeReports(report, [plan.stdout], common);
  if (trouble !== null) io.stderr.write(`${trouble}\n`);
  await writeReports(report, plan.files, { ...common, out });
  return exitCodeOf(report, trouble);
}

/** Plays; where the run was cut short, what ran until then and one line that says why. */
async function play(
  start: () => ReturnType<Door['engine']['run']>,
): Promise<{ report: RunReport; trouble: string | null }> {
  try {
    const report = await start();
    const reason = report.reason ?? 'it was interrupted';
    const advice = 'The report has what was played until then.';
    return { report, trouble: report.complete ? null : new Failure('finish the run', reason, advice).message };
  } catch (error) {
    if (!(error instanceof CannotRun) || error.report === null) throw error;
    return { report: error.report, trouble: error.message.split('\n', 1)[0] ?? error.message };
  }
}

function exitCodeOf(report: RunReport, trouble: string | null): ExitCode {
  if (trouble !== null) return 2;
  return report.totals.failed + report.totals.inconclusive > 0 ? 1 : 0;
}

async function makeFolder(out: string): Promise<void> {
  try {
    await mkdir(out, { recursive: true });
    await access(out, constants.W_OK);
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new Failure('run', `the folder ${out} cannot be written (${reason})`, 'Give another with --out.');
  }
}

function shorter(left: string, right: string): string {
  return left.length > 0 && left.length < right.length ? left : right;
}

function collect(value: string, before: string[] = []): string[] {
  return [...before, ...value.split(',')];
}
