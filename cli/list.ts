import type { Command } from 'commander';
import { routedOperations, routes, routingOutcomes, routingRows } from '../contracts/wire/index.ts';
import { count } from '../reports/text.ts';
import { chooseAdapter } from './adapter-choice.ts';
import { loadConfig } from './config-file.ts';
import type { Engine } from './engine.ts';
import { type Door, Failure, type Io } from './io.ts';
import { another, withOwn } from './own-scenarios.ts';
import { settle } from './settings.ts';
import { stepProgress } from './step-progress.ts';
import { asJson, table } from './table.ts';

interface ListFlags extends Record<string, unknown> {
  scenarios?: string[];
  adapter?: string;
  requirements?: true;
  routing?: true;
  json?: true;
}

/** `rehearse list`: the scenarios there are, the requirements, or the routing table. */
export function addList(program: Command, door: Door): void {
  program
    .command('list')
    .description('List the scenarios by family, the requirements, or the routing table')
    .option('--requirements', 'list the requirements with the scenarios and mutants of each')
    .option('--routing', 'list what becomes of each operation on a live session, by state and registry (LIVE-18)')
    .option('--adapter <name|file>', 'list which requirements an adapter can exercise, and why not the others')
    .option('--scenarios <pattern>', 'files of your own scenarios; may be given again', another)
    .option('--json', 'print JSON; for scenarios this plays the catalogue and every mutant, to say what each is worth')
    .addHelpText(
      'after',
      `
Examples:
  rehearse list
  rehearse list --requirements
  rehearse list --requirements --json
  rehearse list --routing`,
    )
    .action(async (flags: ListFlags) => {
      door.io.stdout.write(await listed(door, flags));
      door.exit(0);
    });
}

async function listed({ engine: plain, io }: Door, flags: ListFlags): Promise<string> {
  if (flags.requirements && flags.routing) {
    throw new Failure('list', '--requirements and --routing are two lists', 'Give one of them.');
  }
  if (flags.routing) return routing(flags);
  const settings = settle('list', ['scenarios'], { flags, config: await loadConfig(io.cwd), env: io.env });
  if (flags.adapter !== undefined) return reach(plain, io, flags, settings.scenarios);
  const engine = withOwn(plain, settings.scenarios);
  return flags.requirements ? requirements(engine, flags) : scenarios(engine, io, flags);
}

async function scenarios(engine: Engine, io: Io, flags: { json?: true }): Promise<string> {
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

/** What an adapter can exercise: requirements with scenarios first, then those without and the reason. */
async function reach(engine: Engine, io: Io, flags: ListFlags, own: readonly string[] | undefined): Promise<string> {
  const { adapter } = chooseAdapter('list', io, { adapter: { from: flags.adapter ?? '' } });
  const from = typeof adapter?.from === 'string' ? adapter.from : '';
  const listed = await engine.adapterRequirements({ from, ...(own ? { scenarios: own } : {}) });
  if (flags.json) return asJson(listed);
  const rows = listed.requirements.map(({ id, scenarios: found, reason, text, notPromised }) => {
    const without = notPromised.length > 0 ? `, without ${notPromised.join(' and ')}` : '';
    const can = reason === null;
    return { can, cells: [`  ${id}`, can ? `${count(found.length, 'scenario')}${without}` : reason, can ? text : ''] };
  });
  const part = (title: string, can: boolean) => [
    title,
    ...table(rows.filter((row) => row.can === can).map(({ cells }) => cells)).map((row) => row.trimEnd()),
  ];
  const title = `${listed.name} (${listed.title})`;
  const lacks = listed.lacks.length > 0 ? ['', `Skipped where they are asked for: ${listed.lacks.join(', ')}`] : [];
  const note = ['', 'What it turns away in the middle of a play, such as a second project, is not counted here.'];
  return `${[...part(`${title} can exercise`, true), '', ...part('It cannot exercise', false), ...lacks, ...note].join('\n')}\n`;
}

async function requirements(engine: Engine, flags: { json?: true }): Promise<string> {
  const rows = await engine.requirementTable();
  if (flags.json)
    return asJson(rows.map(({ id, text, scenarios, mutants, proofs }) => ({ id, text, scenarios, mutants, proofs })));
  const lines = table([
    ['Requirement', 'Scenarios', 'Mutants', ''],
    ...rows.map(({ id, text, built, scenarios, mutants, proofs }) => [
      id,
      built ? (proofs.length > 0 ? 'see below' : String(scenarios.length)) : 'not built',
      built ? String(mutants.length) : '',
      text,
    ]),
  ]);
  const proved = rows.filter(({ proofs }) => proofs.length > 0);
  const below = proved.map(({ id, proofs }) => `\n${id} is proved by\n${proofs.map((line) => `  ${line}\n`).join('')}`);
  return `${lines.join('\n')}\n${below.join('')}`;
}

/** The routing table of the contract: a row for each state with and without a loop, then what the outcomes mean. */
function routing(flags: { json?: true }): string {
  if (flags.json) return asJson({ outcomes: routingOutcomes, routes });
  const cells = table([
    ['State', 'Registered', ...routedOperations],
    ...routingRows.map(({ state, registered, outcomes }) => [
      state,
      registered,
      ...routedOperations.map((operation) => outcomes[operation]),
    ]),
  ]);
  const meanings = table(Object.entries(routingOutcomes));
  return `${[...cells, '', ...meanings].join('\n')}\n`;
}
