import { appendFileSync, readFileSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';

type Env = Readonly<Record<string, string | undefined>>;

/** The command line that an action's inputs ask for. */
export interface ActionCommand {
  /** What stands after `rehearse`. */
  words: string[];
  /** Environment of the command; the token is there, where nobody lists it. */
  env: Env;
}

/** Inputs that are flags of the same name. */
const flags = [
  'target',
  'adapter',
  'worker',
  'worker-env',
  'hooks',
  'seed',
  'shard',
  'baseline',
  'timeout',
  'deadline',
  'reporter',
  'out',
] as const;

/** Inputs with a value a line, and the flag that is given for each of them. */
const lists = [
  ['worker-service', '--worker-service'],
  ['adapter-options', '--adapter-option'],
] as const;

/** Reads the inputs of action.yml, which it puts in the environment as `REHEARSE_ACTION_<NAME>`. Empty is not given. */
export function commandOf(env: Env): ActionCommand {
  const input = (name: string) => (env[`REHEARSE_ACTION_${name.toUpperCase().replaceAll('-', '_')}`] ?? '').trim();
  const given = flags.flatMap((name) => (input(name) === '' ? [] : [`--${name}`, input(name)]));
  const listed = lists.flatMap(([name, flag]) => linesOf(input(name)).flatMap((line) => [flag, line]));
  const scenarios = input('scenarios').split(/\s+/).filter(Boolean);
  const token = input('token');
  return {
    words: ['run', ...given, ...listed, ...(scenarios.length === 0 ? [] : ['--', ...scenarios])],
    env: token === '' ? env : { ...env, REHEARSE_TOKEN: token },
  };
}

function linesOf(text: string): string[] {
  const lines = text.split('\n').map((line) => line.trim());
  return lines.filter(Boolean);
}

/**
 * Runs the command that the inputs ask for, and writes the outputs of the action. Answers the command's exit code.
 *
 * @param start runs `rehearse` and answers its exit code.
 */
export function act(env: Env, cwd: string, start: (command: ActionCommand) => number): number {
  const out = env.REHEARSE_ACTION_OUT?.trim() || 'rehearsal-out';
  const report = resolve(cwd, out, 'report.json');
  // That of another step says nothing about this one.
  rmSync(report, { force: true });
  const code = start(commandOf(env));
  const totals = totalsIn(report);
  if (totals !== null && env.GITHUB_OUTPUT) {
    const { passed, failed, inconclusive } = totals;
    const mark = crypto.randomUUID();
    const lines = [`passed=${passed}`, `failed=${failed + inconclusive}`, `report<<${mark}`, report, mark];
    appendFileSync(env.GITHUB_OUTPUT, `${lines.join('\n')}\n`);
  }
  return code;
}

/** null where there is no report: the run could not be made. */
function totalsIn(file: string): { passed: number; failed: number; inconclusive: number } | null {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return null;
  }
  const report: { totals: { passed: number; failed: number; inconclusive: number } } = JSON.parse(text);
  return report.totals;
}
