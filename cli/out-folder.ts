import { access, constants, mkdir } from 'node:fs/promises';
import { relative } from 'node:path';
import { Failure, fileTrouble } from './io.ts';

/**
 * Makes the folder of report and traces.
 *
 * @throws Failure when it cannot be written.
 */
export async function makeFolder(what: string, out: string): Promise<void> {
  try {
    await mkdir(out, { recursive: true });
    await access(out, constants.W_OK);
  } catch (error) {
    const reason = fileTrouble(error);
    throw new Failure(what, `the folder ${out} cannot be written (${reason})`, 'Give another with --out.');
  }
}

/** A path as people would write it in a folder: relative where that is shorter. */
export function shownIn(folder: string, path: string): string {
  const short = relative(folder, path);
  return short.length > 0 && short.length < path.length ? short : path;
}
