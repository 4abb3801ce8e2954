import { statSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import type { Command } from 'commander';
import { loadConfig } from './config-file.ts';
import type { ReplayResult } from './engine.ts';
import { type Door, type ExitCode, Failure } from './io.ts';
import { another, withOwn } from './own-scenarios.ts';
import { selectMutants } from './selection.ts';
import { settle } from './settings.ts';
import { asJson } from './table.ts';

interface ReplayFlags extends Record<string, unknown> {
  mutant?: string;
  out?: string;
  json?: true;
}

/** `rehearse replay`: plays a trace again and says whether the same happened. */
export function addReplay(program: Command, door: Door): void {
  program
    .command('replay')
    .description('Play a trace again, in the same order, and compare the histories')
    .argument('<trace>', 'a trace that a run wrote')
    .option('--scenarios <pattern>', 'files of your own scenarios; may be given again', another)
    .option('--mutant <id>', 'switch a known bug on (default: that of the trace)')
    .option('--out <folder>', 'where report and trace of the replay go (default: nowhere)')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      `
Example:
  rehearse replay rehearsal-out/traces/retries/token-expired.jsonl

Exit code: 0 the same happened, 1 something else did, 2 could not replay.`,
    )
    .action(async (trace: string, flags: ReplayFlags) => door.exit(await replay(door, trace, flags)));
}

async function replay({ engine: plain, io }: Door, trace: string, flags: ReplayFlags): Promise<ExitCode> {
  const { scenarios } = settle('replay', ['scenarios'], { flags, config: await loadConfig(io.cwd), env: io.env });
  const engine = withOwn(plain, scenarios);
  const file = resolve(io.cwd, trace);
  if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) {
    const advice = 'Give the path of a trace, such as those in rehearsal-out.';
    throw new Failure('replay', `there is no file "${trace}"`, advice);
  }
  if (flags.mutant !== undefined) await selectMutants(engine, [flags.mutant], 'replay');
  const out = flags.out === undefined ? undefined : resolve(io.cwd, flags.out);
  const result = await engine.replay(file, { mutant: flags.mutant, out });
  const { colourFor, writeReports } = await import('../reports/index.ts');
  const common = { stdout: io.stdout, colour: colourFor(io.stdout, io.env) };
  if (out !== undefined) await writeReports(result.report, ['json'], { ...common, out });
  if (flags.json) {
    io.stdout.write(asJson(result));
  } else {
    const folderShown = out === undefined ? undefined : relative(io.cwd, out);
    await writeReports(result.report, ['terminal'], { ...common, folderShown });
    io.stdout.write(`\n${verdict(result).join('\n')}\n`);
  }
  return result.same ? 0 : 1;
}

function verdict({ same, firstDifference, report }: ReplayResult): string[] {
  const events = report.scenarios.reduce((sum, scenario) => sum + scenario.events, 0);
  if (same) return [`The same happened: all ${events} events are equal.`];
  if (firstDifference === null) return ['Something else happened: the histories differ.'];
  const { index, recorded, replayed } = firstDifference;
  const ended = '(the history has ended)';
  return [
    `Something else happened, from event ${index} on:`,
    `  recorded  ${recorded ?? ended}`,
    `  replayed  ${replayed ?? ended}`,
  ];
}
