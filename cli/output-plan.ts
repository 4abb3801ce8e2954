import type { ReporterName } from '../reports/index.ts';
import { Failure, type Io } from './io.ts';

/** What `--reporter` takes: the reporters, and what GitHub is shown. */
export type AskedReporter = ReporterName | 'github';

export interface OutputPlan {
  /** What is printed on stdout. */
  stdout: ReporterName | null;
  /** What is written to the folder; `json` always, since other verbs read it. */
  files: ReporterName[];
  /** Whether GitHub is shown annotations and a summary. */
  github: boolean;
}

/**
 * Stdout is for one report: JSON with `--json`, else the terminal's, else the only one asked for where no folder was chosen.
 * GitHub is told where it runs the command, and where that is asked for, unless `--no-github` says that it is not.
 *
 * @throws Failure when two would share stdout.
 */
export function planOutput(asked: {
  /** What the command is about to do, for an error. */
  what: string;
  reporter: readonly AskedReporter[] | undefined;
  /** The folder, where one was chosen. */
  chosen: string | undefined;
  flags: { json?: true; reporter?: readonly string[]; github?: boolean };
  env: Io['env'];
}): OutputPlan {
  const { flags, chosen, reporter = ['terminal'] } = asked;
  const github = flags.github !== false && (reporter.includes('github') || asked.env.GITHUB_ACTIONS === 'true');
  const kinds = [...new Set(reporter)].filter((kind) => kind !== 'github');
  const files = kinds.filter((kind) => kind !== 'terminal' && kind !== 'json');
  const withJson: ReporterName[] = ['json', ...files];
  if (flags.json === true) {
    if (flags.reporter?.includes('terminal') === true) {
      throw new Failure(asked.what, '--json and the terminal reporter both print on stdout', 'Leave one of them out.');
    }
    return { stdout: 'json', files: withJson, github };
  }
  if (kinds.includes('terminal')) return { stdout: 'terminal', files: withJson, github };
  const [only] = kinds;
  if (kinds.length === 1 && only !== undefined && chosen === undefined)
    return { stdout: only, files: ['json'], github };
  return { stdout: null, files: withJson, github };
}
