import type { Command } from 'commander';
import type { Door } from './io.ts';
import { stepProgress } from './step-progress.ts';
import { asJson, table } from './table.ts';

/** `rehearse list`: the scenarios there are, or the requirements. */
export function addList(program: Command, door: Door): void {
  program
    .command('list')
    .description('List the scenarios by family, or the requirements')
    .option('--requirements', 'list the requirements with the scenarios and mutants of each')
    .option('--json', 'print JSON; for scenarios this plays the catalogue and every mutant, to say what each is worth')
    .addHelpText(
      'after',
      `
Examples:
  rehearse list
  rehearse list --requirements
  rehearse list --requirements --json`,
    )
    .action(async (flags: { requirements?: true; json?: true }) => {
      const text = flags.requirements ? await requirements(door, flags) : await scenarios(door, flags);
      door.io.stdout.write(text);
      door.exit(0);
    });
}

async function scenarios({ engine, io }: Door, flags: { json?: true }): Promise<string> {
  const entries = await engine.catalogue();
  if (flags.json) {
    io.stderr.write('Playing every scenario and every mutant, to say what each scenario is worth.\n');
    const progress = stepProgress(io.stderr);
    const values = await engine.exclusive({ signal: io.signal, progress: progress.on }).finally(progress.end);
    const byId = new Map(values.map((value) => [value.id, value]));
    return asJson(entries.map((entry) => ({ ...entry, ...byId.get(entry.id) })));
  }
  const families = Map.groupBy(entries, (entry) => entry.family);
  const rows = table(entries.map(({ id, requirements, title }) => [`  ${id}`, requirements.join(' '), title]));
  const rowOf = new Map(entries.map((entry, index) => [entry.id, rows[index] ?? '']));
  const parts = [...families].map(([family, members]) =>
    [family, ...members.map(({ id }) => rowOf.get(id))].join('\n'),
  );
  return `${[...parts, `${entries.length} scenarios in ${families.size} families`].join('\n\n')}\n`;
}

async function requirements({ engine }: Door, flags: { json?: true }): Promise<string> {
  const rows = await engine.requirementTable();
  if (flags.json) return asJson(rows.map(({ id, text, scenarios, mutants }) => ({ id, text, scenarios, mutants })));
  const lines = table([
    ['Requirement', 'Scenarios', 'Mutants', ''],
    ...rows.map(({ id, text, built, scenarios, mutants }) => [
      id,
      built ? String(scenarios.length) : 'not built',
      built ? String(mutants.length) : '',
      text,
    ]),
  ]);
  return `${lines.join('\n')}\n`;
}
