import { globSync, statSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { checks } from '../checks/index.ts';
import { CannotRun } from './run-types.ts';
import type { Scenario } from './scenario.ts';
import { loadUserModule } from './user-module.ts';

/** What an id looks like: it is a path in the folder of traces, and a word on the command line. */
const idPattern = /^[\w-]+\/[\w-]+$/;

/**
 * The scenarios in a project's own files, in the order of their files. A file's default export is a scenario, or a list
 * of them; how a file is named is up to the project.
 *
 * @param patterns Paths of files, `*` and `**` allowed, from `folder`. Declarations (`.d.ts`) are left out.
 * @throws CannotRun naming the pattern that finds nothing, or the file that cannot be used
 */
export async function loadOwnScenarios(patterns: readonly string[], folder: string): Promise<Scenario[]> {
  const files = [...new Set(patterns.flatMap((pattern) => filesOf(pattern, folder)))];
  const scenarios: Scenario[] = [];
  // One after another: what a file imports is compiled as it is met.
  for (const file of files) scenarios.push(...(await scenariosIn(file, relative(folder, file))));
  return scenarios;
}

function filesOf(pattern: string, folder: string): string[] {
  const found = globSync(pattern, { cwd: folder, exclude: (path) => /(^|[\\/])node_modules$/.test(path) })
    .map((path) => resolve(folder, path))
    .filter((path) => /\.[cm]?[jt]s$/.test(path) && !/\.d\.[cm]?ts$/.test(path) && statSync(path).isFile());
  if (found.length > 0) return found.sort();
  const reason = `no file matches "${pattern}"`;
  throw new CannotRun(`Failed to load scenarios: ${reason}. Write the pattern like './rehearsal/**/*.ts'.`);
}

async function scenariosIn(file: string, shown: string): Promise<Scenario[]> {
  const content = await loadUserModule(file).catch((error: unknown) => {
    throw refused(shown, firstLine(error), 'Correct the file.');
  });
  const found = [content].flat();
  if (found.length === 0 || !found.every(isScenario)) {
    const advice = 'Write "export default scenario(…)", and keep other files where the pattern does not find them.';
    throw refused(shown, 'its default export is no scenario', advice);
  }
  for (const { id, checks: named } of found) {
    if (!idPattern.test(id)) {
      throw refused(shown, `the id "${id}" is not family/name`, 'Use letters, digits, - and _ and one slash.');
    }
    const unknown = named.find((name) => !checks.some((check) => check.id === name));
    if (unknown === undefined) continue;
    throw refused(shown, `${id} names the check "${unknown}", and there is none`, `Known are ${knownChecks()}.`);
  }
  return found;
}

/**
 * The catalogue with a project's own scenarios in their places, by id.
 *
 * @throws CannotRun where two have the same id
 */
export function together(catalogue: readonly Scenario[], own: readonly Scenario[]): Scenario[] {
  const ids = new Set(catalogue.map(({ id }) => id));
  for (const { id } of own) {
    if (ids.has(id)) {
      throw new CannotRun(
        `Failed to load scenarios: there are two with the id ${id}. Give yours another family or name.`,
      );
    }
    ids.add(id);
  }
  return [...catalogue, ...own].sort((a, b) => (a.id < b.id ? -1 : 1));
}

function isScenario(value: unknown): value is Scenario {
  return typeof value === 'object' && value !== null && 'play' in value && 'plan' in value && 'family' in value;
}

function knownChecks(): string {
  return checks
    .map(({ id }) => id)
    .sort()
    .join(', ');
}

function refused(file: string, reason: string, advice: string): CannotRun {
  return new CannotRun(`Failed to load ${file}: ${reason.replace(/\.$/, '')}. ${advice}`);
}

/** One line of it: errors of compilers begin with the place and have the code below. */
function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n').find((line) => line.trim() !== '') ?? 'it cannot be read';
}
