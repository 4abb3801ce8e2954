import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import type { Difference } from '../../contracts/provider/compare.ts';
import { pactFolder, readPacts } from '../../contracts/provider/pact-files.ts';
import { type Door, type ExitCode, Failure } from '../io.ts';
import { asJson } from '../table.ts';

interface CompareFlags {
  pacts?: string;
  openapi?: string;
  asyncapi?: string;
  json?: true;
}

/** `rehearse contracts compare`: do pacts and the documents of a provider go together? */
export function addCompare(contracts: Command, door: Door): void {
  contracts
    .command('compare')
    .description('Compare pacts with the OpenAPI and AsyncAPI documents of a provider')
    .option('--pacts <folder>', 'folder of the pacts (default: those of the simulators)')
    .option('--openapi <file>', 'OpenAPI document, JSON (default: that of the contract)')
    .option('--asyncapi <file>', 'AsyncAPI document, JSON (default: that of the contract)')
    .option('--json', 'print the differences as JSON')
    .addHelpText(
      'after',
      `
Examples:
  rehearse contracts compare
  rehearse contracts compare --openapi build/openapi.json

Exit code: 0 no difference, 1 a difference, 2 could not compare.`,
    )
    .action(async (flags: CompareFlags) => door.exit(await compare(door, flags)));
}

const what = 'compare the pacts';
const ours = (name: string) => fileURLToPath(new URL(`../../contracts/wire/${name}`, import.meta.url));

async function compare({ io }: Door, flags: CompareFlags): Promise<ExitCode> {
  const at = (given: string | undefined, otherwise: string) =>
    given === undefined ? otherwise : resolve(io.cwd, given);
  const pacts = await readPacts(at(flags.pacts, pactFolder), what);
  const openapi = await readDocument(at(flags.openapi, ours('openapi.json')), 'openapi');
  const asyncapi = await readDocument(at(flags.asyncapi, ours('asyncapi.json')), 'asyncapi');
  const { comparePacts } = await import('../../contracts/provider/compare.ts');
  const differences = await comparePacts(
    pacts.map(({ pact }) => pact),
    { openapi, asyncapi },
  );
  const compared = pacts.reduce((sum, { pact }) => sum + pact.interactions.length, 0);
  io.stdout.write(flags.json ? asJson({ compared, differences }) : told(differences, compared));
  return differences.length > 0 ? 1 : 0;
}

function told(differences: readonly Difference[], compared: number): string {
  const each = differences.map(
    ({ consumer, interaction, message, pact, document }) =>
      `DIFFERENT  ${consumer}: ${interaction}\n  ${message}\n  pact      ${pact}\n  document  ${document}\n\n`,
  );
  return `${each.join('')}${compared} interactions compared, ${differences.length} differences\n`;
}

async function readDocument(path: string, field: 'openapi' | 'asyncapi'): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new Failure(what, `there is no file ${path}`, `Give the document with --${field}.`);
  });
  try {
    const document: unknown = JSON.parse(text);
    if (typeof document === 'object' && document !== null && field in document) return document;
  } catch {
    // Said below: it is the same to whoever gave the file.
  }
  throw new Failure(what, `${path} is no ${field} document in JSON`, `Give one with --${field}.`);
}
