import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import type { Command } from 'commander';
import { unknownPacts } from '../../contracts/consumers/unknown-pacts.ts';
import type { WrittenPact } from '../../contracts/consumers/write.ts';
import { pactFolder } from '../../contracts/provider/pact-files.ts';
import { type Door, type ExitCode, Failure, type Io } from '../io.ts';

interface WriteFlags {
  out?: string;
  check?: true;
}

/** `rehearse contracts write`: the pacts of the simulators. */
export function addWrite(contracts: Command, door: Door): void {
  contracts
    .command('write')
    .description('Write the pacts of the simulators, by playing their clients')
    .option('--out <folder>', 'where to (default: contracts/pacts of this package)')
    .option('--check', 'write nothing: say which files are not as they would be written, or that no client writes')
    .addHelpText(
      'after',
      `
Examples:
  rehearse contracts write
  rehearse contracts write --out pacts
  rehearse contracts write --check

Exit code: 0 written or as they should be, 1 --check found a stale or unknown file, 2 a client does not keep to its pact.`,
    )
    .action(async (flags: WriteFlags) => door.exit(await write(door, flags)));
}

async function write({ io }: Door, { out, check }: WriteFlags): Promise<ExitCode> {
  const folder = out === undefined ? pactFolder : resolve(io.cwd, out);
  const { writePacts } = await import('../../contracts/consumers/write.ts');
  const { consumers } = await import('../../contracts/consumers/index.ts');
  return saveOrCheck(io, folder, await writePacts(consumers), check === true);
}

/** Saves the pacts in a folder, or compares them with what it has, and says of each file what it is. */
export async function saveOrCheck(
  io: Pick<Io, 'stdout' | 'cwd'>,
  folder: string,
  pacts: readonly WrittenPact[],
  check: boolean,
): Promise<ExitCode> {
  let stale = 0;
  for (const { file, text, interactions } of pacts) {
    const path = join(folder, file);
    const same = (await readFile(path, 'utf8').catch(() => null)) === text;
    if (!same) stale += 1;
    if (!same && !check) await save(folder, path, text);
    const state = same ? 'unchanged' : check ? 'stale' : 'written';
    io.stdout.write(`${state}  ${relative(io.cwd, path)}  ${interactions} interactions\n`);
  }
  const names = pacts.map(({ file }) => file);
  const unknown = await unknownPacts(folder, names);
  for (const file of unknown) io.stdout.write(`unknown  ${relative(io.cwd, join(folder, file))}\n`);
  return check && stale + unknown.length > 0 ? 1 : 0;
}

async function save(folder: string, path: string, text: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(path, text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Failure('write the pacts', why, 'Give another --out.');
  }
}
