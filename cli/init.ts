import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import type { Command } from 'commander';
import { type Door, type ExitCode, Failure, type Io } from './io.ts';
import { table } from './table.ts';

/** What a project begins with: where it goes, and what it is for. The text is in `cli/init/files`. */
const files = [
  { path: 'rehearsal.config.ts', from: 'rehearsal.config.ts', is: 'what is rehearsed, and how' },
  { path: 'rehearsal/scenarios/answer-lost.ts', from: 'sample-scenario.ts', is: 'a scenario of your own' },
  { path: 'rehearsal/adapter.ts', from: 'adapter.ts', is: 'how an API of another shape is spoken to' },
  { path: '.github/workflows/rehearsal.yml', from: 'workflow.yml', is: 'the rehearsal in GitHub Actions' },
] as const;

/** `rehearse init`: what a project needs to begin with. */
export function addInit(program: Command, door: Door): void {
  program
    .command('init')
    .description('Write a configuration, a scenario, an adapter and a CI workflow to begin with')
    .argument('[folder]', 'where to', '.')
    .addHelpText(
      'after',
      `
Examples:
  rehearse init
  rehearse init services/api

What is there already is left as it is.

Exit code: 0 all is there, 2 it could not be written.`,
    )
    .action(async (folder: string) => door.exit(await init(door.io, folder)));
}

async function init(io: Io, folder: string): Promise<ExitCode> {
  const root = resolve(io.cwd, folder);
  const rows: string[][] = [];
  for (const { path, from, is } of files) {
    const state = (await writeNew(join(root, path), await template(from))) ? 'written' : 'there already';
    rows.push([state, path, is]);
  }
  io.stdout.write(`${table(rows).join('\n')}\n\n${nextSteps(io, root).join('\n')}\n`);
  return 0;
}

function template(name: string): Promise<string> {
  return readFile(new URL(`./init/files/${name}`, import.meta.url), 'utf8');
}

/** false where there is such a file already: it is left as it is. */
async function writeNew(path: string, text: string): Promise<boolean> {
  try {
    await mkdir(dirname(path), { recursive: true });
    // Makes the file or fails: nothing comes in between looking and writing.
    await writeFile(path, text, { flag: 'wx' });
    return true;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    if (code === 'EEXIST' && existsSync(path)) return false;
    throw new Failure('write the first files', `${path} cannot be written (${code})`, 'Give another folder.');
  }
}

function nextSteps(io: Io, root: string): string[] {
  const steps = [
    ...(root === io.cwd ? [] : [[`cd ${relative(io.cwd, root)}`, '']]),
    ...(isInstalled(root) ? [] : [['npm install --save-dev dress-rehearsal', '']]),
    ['npx rehearse run own', 'plays your scenario'],
    ['npx rehearse run own --mutant frontend-new-key-on-resubmit', 'shows what a failure looks like'],
    ['npx rehearse run', 'plays everything'],
    ['npx rehearse list --adapter ./rehearsal/adapter.ts', 'shows what an adapter can play'],
  ];
  return ['Next:', ...table(steps).map((line) => `  ${line}`), '', 'Add rehearsal-out/ to .gitignore.'];
}

/** Is this package where the files of a folder import it from? */
function isInstalled(root: string): boolean {
  const places = createRequire(join(root, 'package.json')).resolve.paths('dress-rehearsal') ?? [];
  return places.some((place) => existsSync(join(place, 'dress-rehearsal', 'package.json')));
}
