import type { ContractCoverage } from '../contracts/trace/index.ts';
import { count, oneLine } from './text.ts';

/** What is missing of one kind. Texts are as the report has them, not made safe to print. */
export interface MissingGroup {
  /** What all of them are, such as `frames of live, from the server` or `409 task_ended`. */
  what: string;
  number: number;
  /** Their names, or one word for all of them. */
  items: string[];
}

/**
 * What was not exercised: operations, frames, answers, interactions. Answers stand together by status and code, those
 * that the fewest operations lack first: what every operation lacks is seldom what somebody forgot.
 */
export function missingGroups({ operations, frames, answers, interactions }: ContractCoverage): MissingGroup[] {
  return [
    { what: 'operations', number: operations.missing.length, items: operations.missing },
    ...grouped(frames.missing, {
      by: ({ socket, from }) => `frames of ${socket}, from the ${from}`,
      named: ({ type, code }) => (code === null ? type : `${type} ${code}`),
    }),
    ...grouped(answers.missing, {
      by: ({ status, code }) => `answer ${status}${code === null ? '' : ` ${code}`}`,
      named: ({ operation }) => operation ?? 'no operation',
    })
      .map((group) => (group.number < operations.total ? group : { ...group, items: ['every operation'] }))
      .sort((left, right) => left.number - right.number),
    ...grouped(interactions.missing, {
      by: ({ consumer }) => `interactions of ${consumer}`,
      named: ({ description, wants }) => `${description} (${wants})`,
    }),
  ].filter(({ number }) => number > 0);
}

/** One line: the percentage and what it is of. */
export function coverageLine({ percent, operations, answers, frames, interactions }: ContractCoverage): string {
  const share = ({ covered, total }: { covered: number; total: number }, noun: string) =>
    `${covered} of ${count(total, noun)}`;
  const parts = [share(operations, 'operation'), share(answers, 'answer'), share(frames, 'frame')].join(', ');
  return `contract coverage ${percent} %: ${parts}${interactionsIn(interactions)}`;
}

function interactionsIn({ covered, total }: ContractCoverage['interactions']): string {
  if (total === 0) return '';
  const noun = 'pact interaction';
  return covered === total ? `; all ${count(total, noun)} played` : `; ${count(total - covered, noun)} unplayed`;
}

/** A line for each group, safe to print. */
export function missingLines(coverage: ContractCoverage): string[] {
  return missingGroups(coverage).map(({ what, number, items }) => oneLine(`${what} (${number}): ${items.join(', ')}`));
}

/** The first thing that is missing, in a few words that are safe to print; null where nothing is. */
export function firstMissing(coverage: ContractCoverage): string | null {
  const [group] = missingGroups(coverage);
  return group === undefined ? null : oneLine(`${group.what}: ${group.items[0]}`);
}

function grouped<Entry>(
  entries: readonly Entry[],
  { by, named }: { by: (entry: Entry) => string; named: (entry: Entry) => string },
): MissingGroup[] {
  const groups = Map.groupBy(entries, by);
  return [...groups].map(([what, members]) => ({ what, number: members.length, items: members.map(named) }));
}
