/** Measures what the project promises of its speed, and prints it. Asserts nothing. `node bench/bench.ts [--json] [--only part]` */
import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { measureCatalogue } from './catalogue.ts';
import { measureChecks } from './checks.ts';
import { measureLink } from './link.ts';
import { type Figures, textOf } from './print.ts';
import { measureScenarios } from './scenarios.ts';

const { values } = parseArgs({
  options: { json: { type: 'boolean' }, only: { type: 'string', multiple: true } },
});
const isWanted = (part: string) => values.only?.includes(part) ?? true;

const machine = { node: process.version, processors: availableParallelism(), load: loadavg()[0] ?? 0 };
const figures: Figures = {
  machine,
  // First: a child's largest memory counts what its parent had when it was made.
  catalogue: isWanted('catalogue') ? await measureCatalogue(30) : null,
  scenarios: isWanted('scenarios') ? await measureScenarios(22) : null,
  link: isWanted('link') ? await measureLink() : null,
  checks: isWanted('checks') ? await measureChecks() : null,
};
process.stdout.write(values.json ? `${JSON.stringify(figures, null, 2)}\n` : textOf(figures));
