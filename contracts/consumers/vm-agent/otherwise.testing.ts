import { problems } from '../../wire/index.ts';
import type { Consumer, HttpInteraction } from '../toolkit/interaction.ts';
import { writePacts } from '../write.ts';

/** The interactions of a consumer that are requests. */
export function requestsOf({ interactions }: Consumer): HttpInteraction[] {
  return interactions.filter((interaction) => interaction.kind === 'http');
}

/** The same with another answer: refused instead of a success, to be tried again instead of given up, and the reverse. */
export function otherwise(interaction: HttpInteraction): HttpInteraction {
  const { promised } = interaction;
  const isFinal = 'problem' in promised && !problems[promised.problem].retryable;
  const problem = isFinal ? 'unavailable' : 'problem' in promised ? 'forbidden' : 'not_found';
  return { ...interaction, promised: { problem } };
}

/** Why an interaction cannot be written; undefined where it can. */
export async function refusalOf(name: Consumer['name'], interaction: HttpInteraction): Promise<unknown> {
  try {
    await writePacts([{ name, interactions: [interaction] }]);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.cause : error;
  }
}

/** The codes of the problems that these interactions are about. */
export function codesOf(interactions: readonly HttpInteraction[]): Set<string> {
  return new Set(interactions.flatMap(({ promised }) => ('problem' in promised ? [promised.problem] : [])));
}
