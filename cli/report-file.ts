import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { RunReport } from '../contracts/trace/index.ts';
import { Failure, fileTrouble } from './io.ts';

/**
 * A `report.json` that a run wrote.
 *
 * @throws Failure where there is none, or it is none of this version.
 */
export async function readReport(what: string, cwd: string, file: string): Promise<RunReport> {
  let content: unknown;
  try {
    content = JSON.parse(await readFile(resolve(cwd, file), 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) throw new Failure(what, `${file} is not JSON`, advice);
    const code = fileTrouble(error);
    const reason = code === 'ENOENT' ? `there is no file "${file}"` : `${file} cannot be read (${code})`;
    throw new Failure(what, reason, advice);
  }
  const { runReport } = await import('../contracts/trace/index.ts');
  const read = runReport.safeParse(content);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const place = issue === undefined || issue.path.length === 0 ? '' : ` (${issue.path.join('.')}: ${issue.message})`;
  throw new Failure(what, `${file} is no report of this version${place}`, advice);
}

const advice = 'Give the path of a report.json that rehearse run wrote.';
