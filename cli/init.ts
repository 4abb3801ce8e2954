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
  if (folder.trim() === '')
    throw new Failure('write the first files', 'the folder is empty', 'Name one, or leave it out.');
  const root = resolve(io.cwd, folder);
  const rows: string[][] = [];
  for (const { path, from, is } of files) {
    const state = (await writeNew(join(root, path), await template(from))) ? 'written' : 'there already';
    rows.push([state, path, is]);
  }
  const sections = [table(rows), misplaced(io, root), nextSteps(io, root)].filter((lines) => lines.length > 0);
  io.stdout.write(`${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`);
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

/** What has to be said of a workflow where GitHub does not look for one: below the root of the repository. */
function misplaced(io: Io, root: string): string[] {
  const folder = relative(repositoryOf(root) ?? io.cwd, root).replaceAll('\\', '/');
  if (folder === '' || folder.startsWith('..')) return [];
  return [
    `GitHub does not read .github/workflows/rehearsal.yml there: move it to the root of the repository, with working-directory: ${folder}`,
  ];
}

/** The nearest folder that is a repository of Git; undefined where there is none. */
function repositoryOf(folder: string): string | undefined {
  if (existsSync(join(folder, '.git'))) return folder;
  return dirname(folder) === folder ? undefined : repositoryOf(dirname(folder));
}

function nextSteps(io: Io, root: string): string[] {
  const steps = [
    ...(root === io.cwd ? [] : [[`cd ${relative(io.cwd, root)}`, '']]),
    ...(isInstalled(root)
      ? []
      : [['npm install --save-dev <path of dress-rehearsal-0.1.0.tgz>', 'as `npm pack` makes it in a clone']]),
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
