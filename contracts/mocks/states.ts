import { sameJson } from './json.ts';
import { nearest } from './nearest.ts';
import type { State } from './pact.ts';
import { shown } from './rules.ts';

/** A provider state that is the case; without `params` with whatever parameters. */
export interface StateChoice {
  state: string;
  params?: Readonly<Record<string, unknown>>;
}

/** An interaction that answers whatever it can, before all others. */
export interface InteractionChoice {
  /** Its description. */
  interaction: string;
}

export type Choice = StateChoice | InteractionChoice;

/** Provider states that are the case, as names or with parameters, and interactions that come first. */
export type States = string | Choice | readonly (string | Choice)[];

interface Described {
  description: string;
  states: readonly State[];
}

/** An interaction that would answer, how little it leaves open, and how near its example is to what was asked. */
export interface Candidate<Kind> {
  interaction: Kind;
  exactness: number;
  alike: number;
}

/** Which of several interactions is meant. */
export interface Judging<Kind> {
  /** The states that are the case, and the interactions that come first. */
  on: readonly Choice[];
  isSuccess(interaction: Kind): boolean;
  /** What a client would hear; where it is the same, it does not matter which is meant. */
  answer(interaction: Kind): unknown;
}

/** What was chosen, as a list. @throws Error where no interaction has one of the states or descriptions */
export function choicesOf(given: States, interactions: readonly Described[]): Choice[] {
  const list: readonly (string | Choice)[] = typeof given === 'string' || !('length' in given) ? [given] : given;
  return list.map((one) => {
    const choice = typeof one === 'string' ? { state: one } : one;
    if ('interaction' in choice) return described(choice, interactions);
    const all = interactions.flatMap(({ states }) => states);
    if (all.some((state) => isOn(state, [choice]))) return choice;
    const alike = all.filter(({ name }) => name === choice.state).map(written);
    const known = new Set(alike.length > 0 ? alike : all.map(({ name }) => `\`${name}\``));
    throw new Error(
      `Failed to switch on ${written({ name: choice.state, params: choice.params ?? {} })}: no interaction of the pact has that state. It has ${[...known].join(', ') || 'none'}.`,
    );
  });
}

function described(choice: InteractionChoice, interactions: readonly Described[]): InteractionChoice {
  const descriptions = interactions.map(({ description }) => description);
  if (descriptions.includes(choice.interaction)) return choice;
  const near = nearest(choice.interaction, descriptions).join(', ') || 'none';
  throw new Error(
    `Failed to switch on the interaction \`${choice.interaction}\`: the pact has none of that description. Take one of its descriptions, such as ${near}.`,
  );
}

/**
 * The interaction that is meant: it was chosen itself, most of its states are switched on, fewest are not, their
 * parameters are as given, it leaves least open, and its example is nearest. Several where that does not tell them apart,
 * and they answer differently. Where none of their states is switched on it is the success that needs least.
 */
export function judge<Kind extends Described>(
  candidates: readonly Candidate<Kind>[],
  { on, isSuccess, answer }: Judging<Kind>,
): Kind[] {
  const states = on.filter((choice) => 'state' in choice);
  const chosen = on.flatMap((choice) => ('interaction' in choice ? [choice.interaction] : []));
  const isChosen = ({ interaction }: Candidate<Kind>) => chosen.includes(interaction.description);
  const anyOn = candidates.some((one) => isChosen(one) || one.interaction.states.some((state) => isOn(state, states)));
  const plain = anyOn ? undefined : plainOf(candidates, isSuccess);
  if (plain) return [plain];
  const ranked = candidates
    .map((one) => ({
      interaction: one.interaction,
      rank: [isChosen(one) ? 1 : 0, ...rankOf(one.interaction.states, states), one.exactness, one.alike],
    }))
    .sort((left, right) => compareRanks(right.rank, left.rank));
  const [best] = ranked;
  if (!best) return [];
  const equals = ranked.filter(({ rank }) => compareRanks(rank, best.rank) === 0).map(({ interaction }) => interaction);
  const differing = equals.some((other) => !sameJson(answer(best.interaction), answer(other)));
  return differing ? equals : [best.interaction];
}

/** The success that needs fewest states, or what in just these states says more exactly what was asked. */
function plainOf<Kind extends Described>(
  candidates: readonly Candidate<Kind>[],
  isSuccess: (interaction: Kind) => boolean,
): Kind | undefined {
  const params = (states: readonly State[]) => states.flatMap((state) => Object.keys(state.params)).length;
  const [plainest] = candidates
    .filter(({ interaction }) => isSuccess(interaction))
    .map(({ interaction: { states }, exactness, alike }) => ({
      states,
      rank: [-states.length, -params(states), exactness, alike],
    }))
    .sort((left, right) => compareRanks(right.rank, left.rank));
  const [meant] = candidates
    .filter(({ interaction }) => plainest && sameJson(interaction.states, plainest.states))
    .map(({ interaction, exactness, alike }) => ({
      interaction,
      rank: [exactness, isSuccess(interaction) ? 1 : 0, alike],
    }))
    .sort((left, right) => compareRanks(right.rank, left.rank));
  return meant?.interaction;
}

function rankOf(states: readonly State[], on: readonly StateChoice[]): number[] {
  const here = states.filter((state) => isOn(state, on));
  const exact = here.filter(({ name, params }) =>
    on.some((choice) => choice.state === name && sameJson(choice.params ?? {}, params)),
  );
  return [here.length, here.length - states.length, exact.length];
}

function compareRanks(left: readonly number[], right: readonly number[]): number {
  const at = left.findIndex((value, index) => value !== right[index]);
  return at < 0 ? 0 : (left[at] ?? 0) - (right[at] ?? 0);
}

function isOn({ name, params }: State, on: readonly StateChoice[]): boolean {
  return on.some(
    (choice) =>
      choice.state === name &&
      Object.entries(choice.params ?? {}).every(([key, value]) => sameJson(value, params[key])),
  );
}

/** A state in words: its name, and its parameters where it has some. */
export function written({ name, params }: State): string {
  return Object.keys(params).length === 0 ? `\`${name}\`` : `\`${name}\` ${shown(params)}`;
}
