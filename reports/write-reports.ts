import type { RunReport } from '../contracts/trace/index.ts';
import { json } from './json.ts';
import { junit } from './junit.ts';
import { markdown } from './markdown.ts';
import type { Output, ReportContext, Reporter } from './reporter.ts';
import { save } from './save.ts';
import { terminal } from './terminal.ts';

/** Every reporter by the name that `--reporter` takes. */
export const reporters = { terminal, json, junit, markdown } as const satisfies Record<string, Reporter>;
export type ReporterName = keyof typeof reporters;

export interface WriteOptions extends Pick<ReportContext, 'colour' | 'coverage' | 'requirements'> {
  /** Folder of the report files; it is created. Without it a single reporter writes to `stdout`. */
  out?: string;
  stdout: Output;
  /** How texts for people name the folder of report and traces. Default: `out`. */
  folderShown?: string;
}

/**
 * Writes a report once for each kind: `terminal` to stdout, the others to their file in `out`.
 *
 * @throws Error when the folder cannot be written, or when several files are asked for and there is no folder.
 */
export async function writeReports(
  report: RunReport,
  kinds: readonly ReporterName[],
  options: WriteOptions,
): Promise<void> {
  const { out, stdout, colour, coverage, requirements } = options;
  const context: ReportContext = { out: options.folderShown ?? out, colour, coverage, requirements };
  const asked = [...new Set(kinds)];
  for (const kind of asked) {
    const { file, render }: Reporter = reporters[kind];
    const text = render(report, context);
    if (file === null || (out === undefined && asked.length === 1)) stdout.write(text);
    else if (out !== undefined) await save(out, file, text);
    else throw new Error(`Failed to write the ${kind} report: there is no folder for it. Give one with --out.`);
  }
}
