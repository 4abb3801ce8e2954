import type { InteractionResult, Verification } from '../../contracts/provider/verify/index.ts';
import { count, oneLine, safeLines, seconds } from '../text.ts';

/** What is wrong with an interaction, told in the order in which every reporter tells it. Lines are safe to print. */
export interface InteractionAccount {
  given: string[];
  /** What was promised and what came instead, or why nothing could be compared. */
  found: string[];
  /** The command that verifies it again. */
  command: string;
}

/** Tells what an interaction was about, what was expected and what came, and how to see it again. */
export function accountOfInteraction(interaction: InteractionResult): InteractionAccount {
  const { states, mismatches, reason, command } = interaction;
  const found = mismatches.flatMap(({ path, expected, actual, message }) => [
    oneLine(path),
    `  expected  ${oneLine(expected)}`,
    `  actual    ${oneLine(actual)}`,
    ...safeLines(message).map((line) => `  ${line}`),
  ]);
  return {
    given: states.map(({ name, params }) =>
      oneLine(Object.keys(params).length === 0 ? name : `${name} ${JSON.stringify(params)}`),
    ),
    found: reason === null ? found : [...safeLines(reason), ...found],
    command: oneLine(command),
  };
}

/** The whole account as plain lines. */
export function interactionLines({ given, found, command }: InteractionAccount): string[] {
  const indent = (lines: readonly string[]) => lines.map((line) => `  ${line}`);
  return [
    ...(given.length === 0 ? [] : ['Given', ...indent(given), '']),
    'Found',
    ...indent(found),
    '',
    'Verify it again',
    ...indent([command]),
  ];
}

/** One line that says what is wrong with an interaction. */
export function interactionHeadline({ mismatches, reason }: InteractionResult): string {
  if (reason !== null) return oneLine(reason);
  const [first, ...more] = mismatches;
  if (!first) return 'It did not hold, and nothing says why.';
  return oneLine(`${first.path}: ${first.message}${more.length > 0 ? ` (and ${more.length} more)` : ''}`);
}

/** What a person calls it: its description, and its states where another has the same description. */
export function nameOf(interaction: InteractionResult, { interactions }: Verification): string {
  const { consumer, description, states } = interaction;
  const alike = interactions.filter((one) => one.consumer === consumer && one.description === description);
  const given = states.map(({ name }) => name).join(', ');
  return oneLine(alike.length > 1 && given !== '' ? `${description} (${given})` : description);
}

/** Interactions of one consumer, in order of first appearance. */
export function byConsumer({ interactions }: Verification): [consumer: string, interactions: InteractionResult[]][] {
  return [...Map.groupBy(interactions, ({ consumer }) => consumer)];
}

/** `2 verified, 1 failed of 3 interactions in 0.2 s`; pending ones only where there are some. */
export function totalsLine({ totals, interactions, duration }: Verification): string {
  const pending = totals.pending === 0 ? '' : `, ${totals.pending} pending`;
  const all = count(interactions.length, 'interaction');
  return `${totals.verified} verified, ${totals.failed} failed${pending} of ${all} in ${seconds(duration)}`;
}
