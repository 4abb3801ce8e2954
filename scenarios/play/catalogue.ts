import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { loadOwnScenarios, together } from './own-scenarios.ts';
import { CannotRun } from './run-types.ts';
import type { Scenario } from './scenario.ts';

const folder = new URL('../', import.meta.url);
/** Folders beside the families. */
const notFamilies = new Set(['checks', 'play']);

/**
 * All scenarios, by id. A scenario is a file `scenarios/<family>/<name>.ts` whose default export has that id; a file
 * whose default export is a list makes several of its family, from a table of the contract.
 *
 * @param own Files of a project's own scenarios, which are among them. Default: none.
 * @throws CannotRun where one cannot be loaded, or two have the same id
 */
export async function loadCatalogue(own: readonly string[] = []): Promise<Scenario[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const families = entries
    .filter((entry) => entry.isDirectory() && !notFamilies.has(entry.name))
    .map(({ name }) => name);
  const found = await Promise.all(families.map(loadFamily));
  return together(found.flat(), await loadOwnScenarios(own, process.cwd()));
}

async function loadFamily(family: string): Promise<Scenario[]> {
  const files = await readdir(fileURLToPath(new URL(`${family}/`, folder)));
  const modules = files.filter((file) => /^[\w-]+\.(ts|js)$/.test(file));
  const loaded = await Promise.all(
    modules.map(async (file) => {
      const module = (await import(new URL(`${family}/${file}`, folder).href)) as { default: Scenario | Scenario[] };
      if (Array.isArray(module.default)) return module.default.map((one) => named(one, one.family === family, family));
      const expected = `${family}/${file.replace(/\.(ts|js)$/, '')}`;
      return [named(module.default, module.default.id === expected, expected)];
    }),
  );
  return loaded.flat();
}

function named(scenario: Scenario, isAsItsFile: boolean, expected: string): Scenario {
  if (isAsItsFile) return scenario;
  throw new CannotRun(`Failed to load ${expected}: its id is ${scenario.id}. Name it as its file.`);
}

/** The scenarios that ids, families or patterns with `*` name, in the catalogue's order. */
export function select(catalogue: readonly Scenario[], words: readonly string[] | undefined): Scenario[] {
  if (!words || words.length === 0) return [...catalogue];
  const patterns = words.map((word) => {
    const escaped = word.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
    return new RegExp(`^${escaped}(/.*)?$`);
  });
  return catalogue.filter(({ id }) => patterns.some((pattern) => pattern.test(id)));
}

/** The i-th of n parts (`i/n`, from 1) of a list; every entry is in exactly one part. */
export function shardOf<T>(list: readonly T[], shard: string | undefined): T[] {
  if (shard === undefined) return [...list];
  const match = /^(\d+)\/(\d+)$/.exec(shard);
  const [part, of] = [Number(match?.[1]), Number(match?.[2])];
  if (!match || part < 1 || part > of) {
    throw new CannotRun(
      `Failed to read the shard "${shard}": it is not i/n with 1 ≤ i ≤ n. Write it like --shard 2/4.`,
    );
  }
  return list.filter((_, index) => index % of === part - 1);
}
