import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { shellWord } from '../../../contracts/shell-word.ts';
import { type RunReport, type ScenarioReport, totalsOf } from '../../../contracts/trace/index.ts';
import { serveControlPlane } from '../../../simulators/stage/embedded/serve.ts';
import { rejectionsOf } from '../rejections.ts';
import { CannotRun, type Progress } from '../run-types.ts';
import { version } from '../version.ts';
import { writeTrace } from '../write-trace.ts';
import { clientScenarios } from './catalogue/index.ts';
import { wordsOf } from './command.ts';
import type { ClientRole, ClientScenario } from './definition.ts';
import { type ClientPlayed, playClient } from './play.ts';
import type { ClientCommand } from './set.ts';

export interface ClientRunOptions {
  /** How the client is started; `{url}`, `{token}`, `{project}` and `{scenario}` are filled in. */
  command: string;
  role: ClientRole;
  /** Ids or names of scenarios. Default: all of the role. */
  only?: readonly string[] | undefined;
  /** The command is a line for the shell. Default: program and arguments, without one. */
  shell?: boolean;
  /** Seconds of real time a scenario may take. Default 120. */
  timeout?: number;
  /** Default 1. */
  seed?: number;
  /** How much faster than real the time of the protocol goes, for clients that read REHEARSE_TIME_SCALE. Default 1. */
  scale?: number;
  /** How many scenarios are played side by side. Default 4: they mostly wait. */
  lanes?: number;
  /** Folder for traces and what the client printed. Default: no files. */
  out?: string;
  /** Folder in which the client is started. Default: that of this process. */
  cwd?: string;
  /** What the client inherits. Default: the environment of this process. */
  env?: Readonly<Record<string, string | undefined>>;
  signal?: AbortSignal | undefined;
  progress?: (progress: Progress) => void;
}

const adminToken = 'administrator-of-the-rehearsal';

/**
 * Plays a client's scenarios, each with a process of its own, and judges the client.
 *
 * @throws CannotRun where the command cannot be read or started, or nothing is selected
 */
export async function runClient(options: ClientRunOptions): Promise<RunReport> {
  const begin = performance.now();
  const queue = selected(options.role, options.only);
  const command = commandOf(options);
  const { seed = 1, scale = 1, timeout = 120, lanes = 4, signal } = options;
  const total = queue.length;
  const count = Math.min(lanes, total);
  const done: ScenarioReport[] = [];
  const ended: { reason: string | null; fatal: unknown } = { reason: null, fatal: null };
  const plane = await serveControlPlane({ host: '127.0.0.1', port: 0, adminToken, provisioning: 'on' });
  options.progress?.({ type: 'begin', total, target: 'embedded', lanes: count, seed });

  const work = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      if (signal?.aborted) ended.reason ??= 'It was interrupted.';
      if (ended.reason || ended.fatal) return;
      const scenario = next;
      const { result, rejections } = await rejectionsOf(() =>
        playClient(scenario, {
          ...{ command, url: plane.url, adminToken, seed, scale, signal },
          timeout: timeout * 1000,
          reproduce: reproduction(scenario, options, seed),
        }),
      );
      if (rejections.length > 0) throw rejections[0];
      if (signal?.aborted) {
        ended.reason ??= 'It was interrupted.';
        return;
      }
      const report = options.out ? await writeFiles(options.out, result, seed) : result.report;
      done.push(report);
      options.progress?.({ type: 'finished', scenario: report, done: done.length, total });
    }
  };
  const guarded = () =>
    work().catch((error) => {
      ended.fatal ??= error;
    });
  try {
    await Promise.all(Array.from({ length: count }, guarded));
  } finally {
    await plane.stop();
  }
  if (ended.fatal) throw asCannotRun(ended.fatal, command);
  const about = { seed, select: options.only, duration: performance.now() - begin, reason: ended.reason };
  const report = reportOf(done, about);
  if (ended.reason) throw new CannotRun(`Failed to finish the run: ${ended.reason} What ran is reported.`, report);
  return report;
}

/** The scenarios that ids or names select, in the order of the catalogue. */
function selected(role: ClientRole, only: readonly string[] = []): ClientScenario[] {
  const all = clientScenarios[role];
  const unknown = only.find((word) => !all.some((entry) => isNamed(entry, word)));
  if (unknown !== undefined) {
    const names = all.map(({ id }) => id).join(', ');
    throw new CannotRun(`Failed to run: there is no scenario "${unknown}" for a ${role}. There are: ${names}.`);
  }
  return only.length === 0 ? [...all] : all.filter((entry) => only.some((word) => isNamed(entry, word)));
}

function isNamed({ id, role }: ClientScenario, word: string): boolean {
  return id === word || id === `${role}/${word}`;
}

/** @throws CannotRun where it cannot be read */
export function commandOf({
  command,
  shell = false,
  cwd = process.cwd(),
  env = process.env,
}: Pick<ClientRunOptions, 'command' | 'shell' | 'cwd' | 'env'>): ClientCommand {
  try {
    const words = shell ? [command] : wordsOf(command);
    if (words.length === 0 || words[0]?.trim() === '') throw new SyntaxError('it is empty');
    return { words, shell, cwd, env };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CannotRun(`Failed to read the command of the client: ${reason}. Give one such as "node agent.mjs".`);
  }
}

function reproduction({ id, role }: ClientScenario, options: ClientRunOptions, seed: number): string {
  const { command, shell, timeout, scale = 1 } = options;
  const flags = [
    `--role ${role} --only ${id} --seed ${seed}`,
    ...(shell ? ['--shell'] : []),
    ...(timeout === undefined ? [] : [`--timeout ${timeout}`]),
    ...(scale === 1 ? [] : [`--time-scale ${scale}`]),
    `--command ${shellWord(command)}`,
  ];
  return `npx rehearse client ${flags.join(' ')}`;
}

async function writeFiles(
  out: string,
  { report, history, output }: ClientPlayed,
  seed: number,
): Promise<ScenarioReport> {
  const played = { report, history, choices: [] };
  const written = await writeTrace(out, played, { seed, target: 'embedded', mutant: null });
  const log = join(out, 'traces', `${report.id}.log`);
  await mkdir(dirname(log), { recursive: true });
  await writeFile(log, output.map((line) => `${line}\n`).join(''));
  return written;
}

function asCannotRun(error: unknown, { words }: ClientCommand): Error {
  if (!(error instanceof Error)) return new Error(String(error));
  const isSystem = 'syscall' in error && String(error.syscall).startsWith('spawn');
  if (!isSystem) return error;
  const reason = 'code' in error && error.code === 'ENOENT' ? 'there is no such program' : error.message;
  return new CannotRun(
    `Failed to start the client "${words[0]}": ${reason}. Give a command that can be run from here.`,
  );
}

function reportOf(
  scenarios: ScenarioReport[],
  {
    seed,
    select = [],
    duration,
    reason,
  }: { seed: number; select?: readonly string[] | undefined; duration: number; reason: string | null },
): RunReport {
  return {
    format: 1,
    tool: 'dress-rehearsal',
    version,
    target: 'embedded',
    mutant: null,
    seed,
    select: select.length === 0 ? null : [...select],
    shard: null,
    duration,
    complete: reason === null,
    reason,
    totals: totalsOf(scenarios),
    unmet: [],
    scenarios: scenarios.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  };
}
