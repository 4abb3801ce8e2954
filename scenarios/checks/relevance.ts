import type { History } from '../../contracts/trace/index.ts';
import { nodeOperations, type Operation, operations } from '../../contracts/wire/index.ts';
import type { Check } from './check.ts';

/** What the requirements about a group of operations are called. Whatever is in no group here is about any. */
const families: Partial<Record<Operation['capability'], readonly string[]>> = {
  tasks: ['TASK'],
  messages: ['TASK'],
  events: ['TASK'],
  node: ['TASK'],
  live: ['LIVE', 'WEB'],
  deferred: ['LIVE', 'WEB'],
  phases: ['PHASE'],
  runtimes: ['RUN'],
  migration: ['RUN'],
};
const known = new Set(Object.values(families).flat());
const all: Record<string, Operation> = { ...operations, ...nodeOperations };

/** Is this requirement about operations of one of these groups? */
export function isAbout(requirement: string, capabilities: readonly string[]): boolean {
  const family = requirement.slice(0, requirement.indexOf('-'));
  const offered = Object.entries(families).flatMap(([group, names]) => (capabilities.includes(group) ? names : []));
  return !known.has(family) || offered.includes(family);
}

/**
 * Which checks this history can have something for: a check of requirements that are about other operations than
 * those in it would read all of it for nothing.
 */
export function relevanceTo(history: History): (check: Check) => boolean {
  const used = new Set<string>();
  for (const event of history) {
    if ('operation' in event)
      for (const family of families[all[event.operation]?.capability ?? 'node'] ?? []) used.add(family);
    // A chat that sends nothing may be what is to be seen.
    if (event.kind === 'report' && event.report === 'chat') used.add('WEB').add('LIVE');
  }
  return ({ requirements }) => {
    const own = requirements.map((id) => id.slice(0, id.indexOf('-')));
    return own.length === 0 || own.some((family) => !known.has(family) || used.has(family));
  };
}
