import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Writes a report to its file in the folder `out`, which is created.
 *
 * @throws Error when the folder cannot be written
 */
export async function save(out: string, file: string, text: string): Promise<void> {
  try {
    await mkdir(out, { recursive: true });
    await writeFile(join(out, file), text);
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new Error(`Failed to write ${join(out, file)}: ${reason}. Give a folder that can be written with --out.`);
  }
}
