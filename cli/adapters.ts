import type { Command } from 'commander';
import type { AdapterEntry } from './engine.ts';
import type { Door } from './io.ts';
import { asJson, table } from './table.ts';

/** `rehearse adapters`: the adapters that come with the command, and what each is given. */
export function addAdapters(program: Command, door: Door): void {
  program
    .command('adapters')
    .description('List the adapters there are, with their options')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Examples:
  rehearse adapters
  rehearse list --adapter sam`,
    )
    .action(async (flags: { json?: true }) => {
      const entries = await door.engine.adapters();
      door.io.stdout.write(flags.json ? asJson(entries) : `${entries.map(told).join('\n\n')}\n`);
      door.exit(0);
    });
}

function told({ name, title, capabilities, options }: AdapterEntry): string {
  const rows = table(
    options.map(({ name: option, needed, secret, variable, description }) => [
      `  ${option}`,
      needed ? 'needed' : 'optional',
      `${description}${secret ? ` (secret, best given in ${variable})` : ''}`,
    ]),
  );
  const head = `${name}  ${title}: ${capabilities.join(', ')}. See docs/adapters/${name}.md.`;
  return [head, ...rows.map((row) => row.trimEnd())].join('\n');
}
