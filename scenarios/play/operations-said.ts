import { readFileSync } from 'node:fs';
import type { History } from '../../contracts/trace/index.ts';

/** Who only looks or prepares, or is asked. */
const aside = new Set(['observer', 'harness', 'network', 'adapter', 'target']);

/**
 * Operations that a play has asked for, without what was only looked at or prepared; sorted. What a provider asks of a node is
 * needed where a VM agent then said something.
 */
export function operationsIn(history: History): string[] {
  const said = history.flatMap((event) => {
    if (event.kind !== 'send' || event.message.type !== 'request' || aside.has(event.actor)) return [];
    return event.actor.startsWith('vm-agent') ? ['createWorkspace', event.operation] : [event.operation];
  });
  return [...new Set(said)].sort();
}

/**
 * Operations of each scenario of the catalogue, as they were said on the embedded control plane (`npm run operations`):
 * so it is known without playing what one cannot do without. One of somebody's own is not in there.
 */
export function operationsOfScenarios(): ReadonlyMap<string, readonly string[]> {
  const text = readFileSync(new URL('../operations.json', import.meta.url), 'utf8');
  const table: Record<string, string> = JSON.parse(text);
  return new Map(Object.entries(table).map(([id, names]) => [id, names.split(' ').filter(Boolean)]));
}
