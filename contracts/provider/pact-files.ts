import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** What every reader of a pact relies on; the rest of the file is Pact's. */
const pactDocument = z.looseObject({
  consumer: z.object({ name: z.string() }),
  provider: z.object({ name: z.string() }),
  interactions: z.array(z.looseObject({ description: z.string() })),
});
export type PactDocument = z.infer<typeof pactDocument>;

export interface PactFile {
  /** Path of the file. */
  path: string;
  text: string;
  pact: PactDocument;
}

/** The provider of the pacts of this package. */
export const provider = 'session-api';

/** Folder of the pacts of the simulators. */
export const pactFolder = fileURLToPath(new URL('../pacts/', import.meta.url));

/**
 * The pacts of a provider in a folder, in order of their names. Other files and pacts with other providers are left out.
 * @param what is done with them, for the error: `verify`
 * @param name of the provider. Default: that of the pacts of this package.
 * @throws Error where the folder is not there or holds none, or a file is no pact
 */
export async function readPacts(folder: string, what: string, name = provider): Promise<PactFile[]> {
  const names = await readdir(folder).catch(() => {
    throw new Error(`Failed to ${what}: there is no folder ${folder}. Give that of the pacts with --pacts.`);
  });
  const files = names.filter((file) => file.endsWith('.json')).sort();
  const pacts = await Promise.all(files.map((file) => readPact(join(folder, file), what)));
  const ours = pacts.filter(({ pact }) => pact.provider.name === name);
  if (ours.length > 0) return ours;
  const others = [...new Set(pacts.map(({ pact }) => pact.provider.name))];
  const instead = others.length > 0 ? `those there are of ${others.join(', ')}` : 'it has no pact at all';
  throw new Error(
    `Failed to ${what}: ${folder} has no pact of the provider ${name}, ${instead}. Give another --pacts.`,
  );
}

async function readPact(path: string, what: string): Promise<PactFile> {
  const text = await readFile(path, 'utf8');
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new Error(`Failed to ${what}: ${path} is not JSON. Remove it, or write it again.`);
  }
  const pact = pactDocument.safeParse(parsed);
  if (pact.success) return { path, text, pact: pact.data };
  const why = z.prettifyError(pact.error).split('\n').slice(0, 2).join(' ').replace(/\s+/g, ' ');
  throw new Error(`Failed to ${what}: ${path} is no pact: ${why}. Remove it, or write it again.`);
}
