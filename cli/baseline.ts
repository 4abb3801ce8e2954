import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { RunReport } from '../contracts/trace/index.ts';
import { isJudged, type KnownFailure, knownFailuresOf } from '../scenarios/play/baseline.ts';
import { baselineText, parseBaseline } from './baseline-file.ts';
import { loadConfig } from './config-file.ts';
import { type Door, type ExitCode, Failure, fileTrouble } from './io.ts';
import { withOwn } from './own-scenarios.ts';
import { readReport } from './report-file.ts';
import { settle } from './settings.ts';

interface WriteFlags {
  from: string;
  out: string;
  force?: true;
}

const what = 'write the baseline';

/** `rehearse baseline`: what is known to fail. */
export function addBaseline(program: Command, door: Door): void {
  const baseline = program
    .command('baseline')
    .description('Keep a list of known failures for rehearse run --baseline')
    .addHelpText('after', '\nExample:\n  rehearse baseline write');
  baseline
    .command('write')
    .description('Write what failed in a run as known failures')
    .option('--from <report>', 'the report of the run', 'rehearsal-out/report.json')
    .option('--out <file>', 'the file to write, YAML or, as its name says, JSON', 'baseline.yaml')
    .option('--force', 'write anew what is there: what was mended goes, reasons and what was not played stay')
    .addHelpText(
      'after',
      `
Examples:
  rehearse baseline write
  rehearse baseline write --from rehearsal-out/report.json --out baseline.yaml --force

Exit code: 0 it was written, 2 it was not.`,
    )
    .action(async (flags: WriteFlags) => door.exit(await write(door, flags)));
}

async function write({ engine, io }: Door, { from, out, force }: WriteFlags): Promise<ExitCode> {
  const report = await readReport(what, io.cwd, from);
  const path = resolve(io.cwd, out);
  const isThere = existsSync(path);
  if (isThere && force !== true) throw new Failure(what, `${out} is there already`, 'Write it anew with --force.');
  const before = isThere ? await parseBaseline(out, await readFile(path, 'utf8')) : [];
  const sources = { flags: {}, config: await loadConfig(io.cwd), env: io.env };
  const { scenarios: own } = settle(what, ['scenarios'], sources);
  const scenarios = new Set((await withOwn(engine, own).catalogue()).map(({ id }) => id));
  const kept = before.filter((entry) => scenarios.has(entry.scenario) && !isPlayed(entry, report));
  const failing = report.scenarios.flatMap(knownFailuresOf).map((entry) => withReason(entry, before));
  const known = [...failing, ...kept.filter((entry) => !failing.some((other) => covers(other, entry)))].sort(byName);
  try {
    await writeFile(path, await baselineText(out, known));
  } catch (error) {
    const code = fileTrouble(error);
    throw new Failure(what, `${out} cannot be written (${code})`, 'Give another file with --out.');
  }
  const unplayed = known.length - failing.length;
  const rest = unplayed === 0 ? '' : `, ${unplayed} of them not played and kept from before`;
  io.stdout.write(`Wrote ${known.length} known ${known.length === 1 ? 'failure' : 'failures'} to ${out}${rest}.\n`);
  return 0;
}

function isPlayed(entry: KnownFailure, report: RunReport): boolean {
  const played = report.scenarios.find(({ id }) => id === entry.scenario);
  return played !== undefined && isJudged(entry, played);
}

/** What the file says stays, also where the run was made without it. */
function withReason(entry: KnownFailure, before: readonly KnownFailure[]): KnownFailure {
  const same = before.find((other) => other.scenario === entry.scenario && other.check === entry.check);
  return same === undefined ? entry : { ...entry, reason: same.reason };
}

function covers(one: KnownFailure, other: KnownFailure): boolean {
  return one.scenario === other.scenario && (one.check === null || one.check === other.check);
}

function byName(left: KnownFailure, right: KnownFailure): number {
  if (left.scenario !== right.scenario) return left.scenario < right.scenario ? -1 : 1;
  return (left.check ?? '') < (right.check ?? '') ? -1 : 1;
}
