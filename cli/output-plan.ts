import type { ReporterName } from '../reports/index.ts';
import { Failure } from './io.ts';

export interface OutputPlan {
  /** What is printed on stdout. */
  stdout: ReporterName | null;
  /** What is written to the folder; `json` always, since other verbs read it. */
  files: ReporterName[];
}

/**
 * Stdout is for one report: JSON with `--json`, else the terminal's, else the only one asked for where no folder was chosen.
 *
 * @throws Failure when two would share stdout.
 */
export function planOutput(asked: {
  reporter: readonly ReporterName[] | undefined;
  /** The folder, where one was chosen. */
  chosen: string | undefined;
  flags: { json?: true; reporter?: readonly string[] };
}): OutputPlan {
  const { flags, chosen } = asked;
  const kinds = [...new Set<ReporterName>(asked.reporter ?? ['terminal'])];
  const files = kinds.filter((kind) => kind !== 'terminal' && kind !== 'json');
  const withJson: ReporterName[] = ['json', ...files];
  if (flags.json === true) {
    if (flags.reporter?.includes('terminal') === true) {
      throw new Failure('run', '--json and the terminal reporter both print on stdout', 'Leave one of them out.');
    }
    return { stdout: 'json', files: withJson };
  }
  if (kinds.includes('terminal')) return { stdout: 'terminal', files: withJson };
  const [only] = kinds;
  if (kinds.length === 1 && only !== undefined && chosen === undefined) return { stdout: only, files: ['json'] };
  return { stdout: null, files: withJson };
}
