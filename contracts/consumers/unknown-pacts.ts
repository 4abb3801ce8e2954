import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { provider } from '../provider/pact-files.ts';

const ofOurs = z.looseObject({ provider: z.looseObject({ name: z.literal(provider) }) });

/**
 * Names of the files in a folder that are verified with the pacts, because they are about the same provider, and that
 * none of the consumers writes: what a consumer has left behind that is gone, or was put there by hand.
 *
 * @param written Names of the files that the consumers write.
 */
export async function unknownPacts(folder: string, written: readonly string[]): Promise<string[]> {
  const names = await readdir(folder).catch((): string[] => []);
  const others = names.filter((name) => name.endsWith('.json') && !written.includes(name)).sort();
  const ours = await Promise.all(
    others.map(async (name) => ofOurs.safeParse(await jsonIn(join(folder, name))).success),
  );
  return others.filter((_, index) => ours[index]);
}

async function jsonIn(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch {
    // It is no pact, whatever it is.
    return undefined;
  }
}
