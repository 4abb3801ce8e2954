import type { Verification } from '../../contracts/provider/verify/index.ts';
import type { ReporterName } from '../index.ts';
import type { Output } from '../reporter.ts';
import { save } from '../save.ts';
import { json } from './json.ts';
import { junit } from './junit.ts';
import { markdown } from './markdown.ts';
import type { VerificationContext, VerificationReporter } from './reporter.ts';
import { terminal } from './terminal.ts';

/** Every reporter of verifications by the name that `--reporter` takes. */
export const reporters: Readonly<Record<ReporterName, VerificationReporter>> = { terminal, json, junit, markdown };

export interface WriteVerificationOptions extends Pick<VerificationContext, 'colour'> {
  stdout: Output;
  /** Which one goes to `stdout`, if any. */
  printed: ReporterName | null;
  /** Which ones go to their files in `out`; it is created. */
  files: readonly ReporterName[];
  out: string;
  /** How texts for people name `out`. Default: `out`. */
  folderShown?: string;
}

/**
 * Prints a verification, and writes its files: `verification.json`, `verification.xml` (JUnit), `verification.md`.
 *
 * @throws Error when the folder cannot be written
 */
export async function writeVerification(verification: Verification, options: WriteVerificationOptions): Promise<void> {
  const { stdout, printed, files, out, folderShown = out, colour } = options;
  const context: VerificationContext = { out: folderShown, colour };
  if (printed !== null) stdout.write(reporters[printed].render(verification, context));
  for (const kind of files) {
    const { file, render } = reporters[kind];
    if (file !== null) await save(out, file, render(verification, context));
  }
}
