import type { Command } from 'commander';
import { loadConfig } from './config-file.ts';
import type { MutantResult } from './engine.ts';
import { type Door, type ExitCode, Failure } from './io.ts';
import { selectMutants } from './selection.ts';
import { settle } from './settings.ts';
import { stepProgress } from './step-progress.ts';
import { asJson, table } from './table.ts';

/** `rehearse mutants`: proves that the scenarios catch what they are there to catch. */
export function addMutants(program: Command, door: Door): void {
  program
    .command('mutants')
    .description('Switch known bugs on, one at a time, and see which scenario catches each')
    .argument('[id...]', 'mutants, or ids with * (default: all)')
    .option('--seed <number>', 'what makes the run repeatable (default: 1)')
    .option('--lanes <number>', 'scenarios played side by side (default: processors)')
    .option('--json', 'print the results as JSON')
    .addHelpText(
      'after',
      `
Examples:
  rehearse mutants
  rehearse mutants runner-creates-second-session

Exit code: 0 all were caught, 1 one survived, 2 could not run or not finish.`,
    )
    .action(async (names: string[], flags: Record<string, unknown>) => door.exit(await mutants(door, names, flags)));
}

async function mutants({ engine, io }: Door, names: string[], flags: Record<string, unknown>): Promise<ExitCode> {
  const what = 'test the mutants';
  const { seed, lanes } = settle(what, ['seed', 'lanes'], { flags, config: await loadConfig(io.cwd), env: io.env });
  const select = await selectMutants(engine, names, what);
  const progress = stepProgress(io.stderr);
  const results = await engine
    .mutants({ select, seed, lanes, signal: io.signal, progress: progress.on })
    .finally(progress.end);
  io.stdout.write(flags.json ? asJson(results) : `${lines(results).join('\n')}\n`);
  if (results.length < select.length || select.length === 0) {
    const advice = 'The result has those played until then.';
    throw new Failure(what, `${results.length} of ${select.length} were played`, advice);
  }
  return results.some((result) => result.survived) ? 1 : 0;
}

function lines(results: readonly MutantResult[]): string[] {
  const rows = results.map((result) => {
    const [first] = result.caughtBy;
    const more = result.caughtBy.length > 1 ? ` (and ${result.caughtBy.length - 1} more)` : '';
    const catcher = first === undefined ? result.title : `${first.scenario}: ${first.check}${more}`;
    return [result.survived ? 'SURVIVED' : 'caught', result.id, result.requirement, result.side, catcher];
  });
  const survived = results.filter((result) => result.survived).length;
  const total = `${results.length} ${results.length === 1 ? 'mutant' : 'mutants'}: ${results.length - survived} caught, ${survived} survived`;
  return rows.length === 0 ? [total] : [...table(rows), '', total];
}
