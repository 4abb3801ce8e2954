import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { RunReport } from '../contracts/trace/index.ts';
import { CannotRun, type RunOptions } from '../scenarios/play/run-types.ts';
import { chooseAdapter } from './adapter-choice.ts';
import { readBaseline } from './baseline-file.ts';
import { conclude } from './conclude.ts';
import { loadConfig } from './config-file.ts';
import { type Door, type ExitCode, Failure, type Io } from './io.ts';
import { makeFolder } from './out-folder.ts';
import { planOutput } from './output-plan.ts';
import { another, withOwn } from './own-scenarios.ts';
import { checkSelection, selectMutants } from './selection.ts';
import { type Settings, settingKeys, settle } from './settings.ts';

/** `rehearse run`: plays scenarios and reports. */
export function addRun(program: Command, door: Door): void {
  program
    .command('run')
    .description('Play scenarios against a target and judge what happened')
    .argument('[family|scenario...]', 'families, scenario ids, or ids with * (default: all)')
    .option('--target <url>', 'embedded, or the URL of an API that speaks the canonical wire (default: embedded)')
    .option(
      '--worker <file>',
      'wrangler.jsonc or wrangler.toml of your own Worker, to play on that, with faults inside',
    )
    .option('--worker-env <name>', 'environment of its wrangler file (default: none)')
    .option('--worker-service <file>', 'wrangler file of another Worker that it calls; may be given again', another)
    .option('--hooks <file>', 'what seeds data and mints credentials in the Worker before each play')
    .option('--adapter <name|file>', 'what speaks to a system with a wire of its own; see rehearse adapters')
    .option('--adapter-option <key=value>', 'what the adapter is given; may be given again', another)
    .option('--token <token>', "administrator's token of the target; better given in REHEARSE_TOKEN")
    .option(
      '--scenarios <pattern>',
      'files of your own scenarios, such as "rehearsal/**/*.ts"; may be given again',
      another,
    )
    .option('--seed <number>', 'what makes the run repeatable (default: 1)')
    .option('--mutant <id>', 'switch a known bug on')
    .option('--reporter <names>', 'terminal, json, junit, markdown, github; a list, or given again', collect)
    .option('--json', 'print report.json on stdout')
    .option('--out <folder>', 'where report and traces go (default: rehearsal-out)')
    .option('--lanes <number>', 'scenarios played side by side (default: one more than processors)')
    .option('--shard <i/n>', 'the i-th of n parts of the catalogue')
    .option('--timeout <ms>', 'real time a scenario may take, in milliseconds (default: 60000)')
    .option(
      '--deadline <seconds>',
      'real time the run may take, in seconds; then it ends with what ran (default: none)',
    )
    .option('--baseline <file>', 'known failures, which fail no run until they are mended')
    .option('--coverage', 'list the operations, answers, frames and pact interactions that nothing exercised')
    .option('--coverage-min <percent>', 'end with 1 where less of the contract was exercised; for whole runs')
    .option('--no-github', 'leave out what GitHub is shown where it runs the command: annotations and the summary')
    .addHelpText(
      'after',
      `
Examples:
  rehearse run
  rehearse run retries --seed 7
  rehearse run --target http://127.0.0.1:8787 --reporter terminal,junit --out rehearsal-out
  rehearse run --adapter sam --adapter-option url=https://api.example.com --adapter-option projectId=01J…
  rehearse run --worker ./wrangler.jsonc --hooks ./rehearsal/hooks.ts

Contract coverage is counted over the whole contract, whatever is selected, skipped or not offered by the target:
operations asked, answers and frames seen, interactions of the pacts played, all together in percent. Leave
--coverage-min out where only a part of the catalogue is played.

Exit code: 0 all held, 1 something failed, stayed inconclusive or was not covered, 2 could not run or not finish, or
skipped everything (a shard may).`,
    )
    .action(async (select: string[], flags: RunFlags) => door.exit(await run(door, select, flags)));
}

interface RunFlags extends Record<string, unknown> {
  reporter?: string[];
  json?: true;
  adapterOption?: string[];
  coverage?: true;
  github?: boolean;
}

async function run({ engine: plain, io }: Door, names: string[], flags: RunFlags): Promise<ExitCode> {
  const settings = settle('run', settingKeys, { flags, config: await loadConfig(io.cwd), env: io.env });
  const {
    reporter,
    out: chosen,
    mutant,
    coverageMin,
    baseline,
    scenarios,
    worker,
    workerEnv,
    workerService,
    hooks,
    adapter,
    ...options
  } = settings;
  const engine = withOwn(plain, scenarios);
  const plan = planOutput({ what: 'run', reporter, chosen, flags, env: io.env });
  await checkSelection(engine, names);
  const select = names.length === 0 ? undefined : names;
  if (mutant !== undefined) await selectMutants(engine, [mutant], 'run');
  const known = baseline === undefined ? undefined : await readBaseline(engine, io.cwd, baseline);
  const out = resolve(io.cwd, chosen ?? 'rehearsal-out');
  await makeFolder('run', out);

  const requirements = new Map((await engine.requirementTable()).map(({ id, text }) => [id, text]));
  const { liveProgress } = await import('../reports/index.ts');
  const live = liveProgress(io.stderr);
  const { report, trouble } = await play(() =>
    engine.run({
      ...options,
      ...chooseWorker(io, settings),
      ...chooseAdapter('run', io, settings, flags.adapterOption),
      mutant,
      baseline: known,
      baselineFile: baseline,
      select,
      out,
      signal: io.signal,
      progress: live.on,
    }),
  ).finally(live.end);
  const coverage = flags.coverage === true ? 'listed' : 'counted';
  return conclude(io, report, { plan, out, trouble, coverageMin, coverage, requirements });
}

/** The Worker to play on, with paths from the working folder; nothing where none was asked for. */
function chooseWorker(io: Io, settings: Settings): Pick<RunOptions, 'worker' | 'warn'> {
  const { worker, workerEnv, workerService, hooks, target } = settings;
  if (worker === undefined) {
    const about = { '--hooks': hooks, '--worker-env': workerEnv, '--worker-service': workerService };
    const [flag] = Object.entries(about).find(([, value]) => value !== undefined) ?? [];
    if (flag === undefined) return {};
    throw new Failure('run', `${flag} is about a Worker, and there is none`, 'Give its wrangler file with --worker.');
  }
  if (target !== undefined)
    throw new Failure('run', '--worker and --target are two targets', 'Leave one of them out, also in other places.');
  return {
    worker: {
      project: resolve(io.cwd, worker),
      ...(workerEnv === undefined ? {} : { env: workerEnv }),
      ...(workerService === undefined ? {} : { services: workerService.map((file) => resolve(io.cwd, file)) }),
      ...(hooks === undefined ? {} : { hooks: resolve(io.cwd, hooks) }),
    },
    warn: (line) => void io.stderr.write(`${line}\n`),
  };
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

/** Names of a list, or of an option that was given again. */
export function collect(value: string, before: string[] = []): string[] {
  return [...before, ...value.split(',')];
}
