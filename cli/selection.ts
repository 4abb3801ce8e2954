import type { Engine } from './engine.ts';
import { Failure } from './io.ts';
import { didYouMean, nearest } from './nearest.ts';

/** Letters that a word has at least which is taken for a part of an id. */
const telling = 4;

/**
 * Checks that each name selects something: a scenario id, a family, or an id with `*`.
 *
 * @throws Failure naming the nearest scenario or family.
 */
export async function checkSelection(engine: Engine, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  const entries = await engine.catalogue();
  const known = [...new Set(entries.flatMap((entry) => [entry.family, entry.id]))];
  for (const name of names) {
    if (known.some((candidate) => matches(name, candidate))) continue;
    const advice = didYouMean(name, known, 'See rehearse list for those there are.');
    throw new Failure('run', `there is no scenario or family "${name}"`, advice);
  }
}

/**
 * The mutants that the names select, `*` allowed; all without a name.
 *
 * @throws Failure naming the nearest mutant.
 */
export async function selectMutants(engine: Engine, names: readonly string[], what: string): Promise<string[]> {
  const known = (await engine.mutantNames()).map((entry) => entry.id);
  const selected = new Set(names.length === 0 ? known : []);
  for (const name of names) {
    const matching = known.filter((id) => matches(name, id));
    if (matching.length === 0) {
      // Ids are long: whoever has a part of one is told the whole.
      const meant = nearest(name, known) ?? known.find((id) => name.length >= telling && id.includes(name));
      const advice = `${meant === undefined ? '' : `Did you mean "${meant}"? `}See rehearse mutants for all.`;
      throw new Failure(what, `there is no mutant "${name}"`, advice);
    }
    for (const id of matching) selected.add(id);
  }
  return [...selected];
}

function matches(pattern: string, name: string): boolean {
  if (!pattern.includes('*')) return pattern === name;
  const parts = pattern.split('*').map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(name);
}
