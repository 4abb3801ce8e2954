import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { RunReport } from '../contracts/trace/index.ts';
import { CannotRun } from '../scenarios/play/run-types.ts';
import { conclude } from './conclude.ts';
import { type Door, type ExitCode, Failure } from './io.ts';
import { didYouMean } from './nearest.ts';
import { makeFolder } from './out-folder.ts';
import { planOutput } from './output-plan.ts';
import { collect } from './run.ts';
import { readNumber, settle } from './settings.ts';

interface ClientFlags {
  command: string;
  role: string;
  only?: string[];
  shell?: true;
  timeout?: string;
  timeScale?: string;
  lanes?: string;
  seed?: string;
  reporter?: string[];
  out?: string;
  json?: true;
  github?: boolean;
}

const roles = ['vm-agent', 'frontend', 'daemon'] as const;
const what = 'try the client';
/** The longest a scenario may take, in seconds. */
const longest = 3600;

/** `rehearse client`: puts a real client on trial, in whatever language. */
export function addClient(program: Command, door: Door): void {
  program
    .command('client')
    .description('Run a client of yours against the embedded control plane behind a faulty link, and judge it')
    .requiredOption('--command <command>', 'how it is started; {url}, {token}, {project} and {scenario} are filled in')
    .requiredOption('--role <role>', 'what it is: vm-agent, frontend or daemon')
    .option('--only <names>', 'scenarios of the role to play; a list, or given again (default: all)', collect)
    .option('--shell', 'give the command to a shell (default: program and arguments)')
    .option('--timeout <seconds>', 'real time a scenario may take, in seconds (default: 120)')
    .option('--time-scale <number>', 'how much faster than real time goes, for clients that read it (default: 1)')
    .option('--lanes <number>', 'scenarios played side by side (default: 4)')
    .option('--seed <number>', 'what the ids of the run are derived from (default: 1)')
    .option('--reporter <names>', 'terminal, json, junit, markdown, github; a list, or given again', collect)
    .option('--json', 'print report.json on stdout')
    .option('--out <folder>', 'where report, traces and output of the client go (default: rehearsal-out)')
    .option('--no-github', 'leave out what GitHub is shown where it runs the command: annotations and the summary')
    .addHelpText(
      'after',
      `
The client is told by its environment what to do: REHEARSE_URL, REHEARSE_TOKEN, REHEARSE_PROJECT_ID, REHEARSE_SESSION_ID,
REHEARSE_TASK (JSON) and others. See docs/client.md.

Examples:
  rehearse client --role vm-agent --command "node my-agent.mjs"
  rehearse client --role daemon --only heartbeat --command "./daemon --server {url} --token {token}"

Exit code: 0 all held, 1 something failed, 2 could not run or not finish.`,
    )
    .action(async (flags: ClientFlags) => door.exit(await client(door, flags)));
}

async function client({ io }: Door, flags: ClientFlags): Promise<ExitCode> {
  const role = roles.find((name) => name === flags.role);
  if (role === undefined) {
    const advice = didYouMean(flags.role, roles, `Give ${roles.join(', ')}.`);
    throw new Failure(what, `--role is unknown: "${flags.role}"`, advice);
  }
  const { command, only, shell = false } = flags;
  const settings = settle(what, ['reporter', 'out', 'seed', 'lanes'], { flags: { ...flags }, config: {}, env: {} });
  const { reporter, out: chosen, seed, lanes } = settings;
  const timeout = numberOf('--timeout', flags.timeout, longest);
  const scale = numberOf('--time-scale', flags.timeScale, 100);
  const plan = planOutput({ what, reporter, chosen, flags: outputFlags(flags), env: io.env });
  const out = resolve(io.cwd, chosen ?? 'rehearsal-out');
  await makeFolder(what, out);

  const { runClient } = await import('../scenarios/play/client/run.ts');
  const { requirements } = await import('../scenarios/requirements.ts');
  const { liveProgress } = await import('../reports/index.ts');
  const live = liveProgress(io.stderr);
  const options = { command, role, only, shell, seed, timeout, scale, lanes, out, cwd: io.cwd, env: io.env };
  const { report, trouble } = await play(() => runClient({ ...options, signal: io.signal, progress: live.on })).finally(
    live.end,
  );
  const sentences = new Map<string, string>(requirements.map(({ id, text }) => [id, text]));
  const shown = { plan, out, trouble, coverageMin: undefined, coverage: 'counted' as const };
  return conclude(io, report, { ...shown, requirements: sentences });
}

function outputFlags({ json, reporter, github }: ClientFlags) {
  return { ...(json ? { json } : {}), ...(reporter ? { reporter } : {}), ...(github === undefined ? {} : { github }) };
}

function numberOf(flag: string, value: string | undefined, most: number): number | undefined {
  return value === undefined ? undefined : readNumber(what, flag, value, 1, most);
}

/** Plays; where the run was cut short, what ran until then and one line that says why. */
async function play(start: () => Promise<RunReport>): Promise<{ report: RunReport; trouble: string | null }> {
  try {
    return { report: await start(), trouble: null };
  } catch (error) {
    if (!(error instanceof CannotRun) || error.report === null) throw error;
    return { report: error.report, trouble: error.message };
  }
}
