import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { matchRoute, operationOf } from '../../wire/index.ts';
import { readPacts as readFiles } from '../pact-files.ts';
import { socketState, socketStateName } from '../socket-state.ts';
import { type StateDescription, type StateName, states } from '../states.ts';
import { CannotVerify } from './cannot-verify.ts';
import type { InteractionKind, InteractionResult } from './result.ts';

const kinds: Readonly<Record<string, InteractionKind>> = {
  'Synchronous/HTTP': 'http',
  'Asynchronous/Messages': 'async',
  'Synchronous/Messages': 'sync',
};

const interaction = z.looseObject({
  type: z.string().refine((type) => type in kinds, 'is no type of interaction that can be verified'),
  description: z.string(),
  providerStates: z
    .array(z.looseObject({ name: z.string(), params: z.record(z.string(), z.unknown()).default({}) }))
    .default([]),
});
const named = z.looseObject({ name: z.string() });
const document = z.looseObject({
  consumer: named,
  provider: named,
  interactions: z.array(interaction),
});

/** An interaction of a pact. */
export interface Interaction extends Pick<InteractionResult, 'consumer' | 'description' | 'kind' | 'states'> {
  /** As the pact has it. */
  source: Readonly<Record<string, unknown>>;
}

/** A pact, and where it was read. */
export interface Pact {
  /** A file or an URL. */
  from: string;
  consumer: string;
  provider: string;
  interactions: readonly Interaction[];
  /** All of it, as it was read. */
  source: Readonly<Record<string, unknown>>;
}

/** Which interactions are verified. Default: all. */
export interface Selection {
  consumers?: readonly string[];
  /** The whole description. */
  interaction?: string;
  /** Only what needs no other capabilities than these, as `describe` of the contract names them. */
  capabilities?: readonly string[];
  /** All states of it in order, each as its name or as `describedState` says it; those of a socket may be left out. */
  states?: readonly string[];
}

/**
 * The pacts of a folder that are about a provider.
 *
 * @throws Error where there is none, or a file is no pact
 */
export async function readPacts(folder: string, provider: string): Promise<Pact[]> {
  const files = await readFiles(folder, 'verify', provider);
  return files.map(({ pact, path }) => pactOf(pact, path));
}

/**
 * Reads a pact of version 4.
 *
 * @throws CannotVerify where it is none
 */
export function parsePact(text: string, from: string): Pact {
  return pactOf(jsonOf(text, from), from);
}

function pactOf(parsed: unknown, from: string): Pact {
  const read = document.safeParse(parsed);
  if (!read.success) {
    const [issue] = read.error.issues;
    const where = issue?.path.join('.') || 'the document';
    throw new CannotVerify(`${from} is no pact of version 4: ${where}: ${issue?.message ?? ''}`, 'Write it anew.');
  }
  const { consumer, provider, interactions } = read.data;
  return {
    from,
    consumer: consumer.name,
    provider: provider.name,
    interactions: interactions.map((source) => ({
      consumer: consumer.name,
      description: source.description,
      kind: kinds[source.type] ?? 'http',
      states: source.providerStates.map(({ name, params }) => ({ name, params })),
      source,
    })),
    source: read.data,
  };
}

/**
 * The pacts with what is to be verified of them.
 *
 * @throws CannotVerify where nothing is
 */
export function selected(
  pacts: readonly Pact[],
  { consumers, interaction: asked, states: wanted, capabilities }: Selection,
): Pact[] {
  const there = new Set(pacts.flatMap((pact) => pact.interactions.flatMap(capabilitiesOf)));
  const unknown = capabilities?.find((name) => !there.has(name));
  if (unknown !== undefined) {
    throw new CannotVerify(
      `no interaction is of the capability ${unknown}`,
      `There are ${[...there].sort().join(', ')}.`,
    );
  }
  const known = new Set(pacts.map((pact) => pact.consumer));
  const stranger = consumers?.find((name) => !known.has(name));
  if (stranger !== undefined) {
    throw new CannotVerify(`there is no pact of the consumer ${stranger}`, `There are ${[...known].join(', ')}.`);
  }
  const chosen = pacts
    .filter((pact) => consumers === undefined || consumers.length === 0 || consumers.includes(pact.consumer))
    .map((pact) => ({
      ...pact,
      interactions: pact.interactions.filter(
        (one) =>
          (asked === undefined || one.description === asked) &&
          (!wanted?.length || isIn(one, wanted)) &&
          (!capabilities?.length || capabilitiesOf(one).every((needed) => capabilities.includes(needed))),
      ),
    }))
    .filter((pact) => pact.interactions.length > 0);
  if (chosen.length > 0) return chosen;
  if (capabilities?.length && asked === undefined) {
    throw new CannotVerify(
      `every interaction needs more than ${capabilities.join(', ')}`,
      'Give more with --capability.',
    );
  }
  if (asked === undefined && !wanted?.length)
    throw new CannotVerify('the pacts have no interactions', 'Write them anew.');
  const given = wanted?.length ? ` with the states ${wanted.join(', ')}` : '';
  const what = asked === undefined ? 'no interaction' : `no interaction "${asked}"`;
  throw new CannotVerify(`there is ${what}${given}`, 'Give its description exactly as the pact has it.');
}

/** Of whatever is asked in it, and of its states; `unknown` where the contract has no such operation. */
function capabilitiesOf({ source, states: given }: Interaction): string[] {
  const socket = socketState.safeParse(given.find(({ name }) => name === socketStateName)?.params).data;
  const asked = socket
    ? [{ method: 'GET', path: socket.path }, ...socket.steps.flatMap((step) => ('request' in step ? step.request : []))]
    : [(source.request ?? {}) as { method?: string; path?: string }];
  const ofStates = given.flatMap(({ name }) => {
    const state: StateDescription | undefined = Object.hasOwn(states, name) ? states[name as StateName] : undefined;
    return state?.capability ?? [];
  });
  const ofRequests = asked.map(({ method = '', path = '' }) => {
    const found = matchRoute(method, path);
    return typeof found === 'string' ? 'unknown' : operationOf(found.operation).capability;
  });
  return [...ofRequests, ...ofStates];
}

/** A state with its parameters, in one line. */
export function describedState({ name, params }: Interaction['states'][number]): string {
  return Object.keys(params).length === 0 ? name : `${name} ${JSON.stringify(params)}`;
}

function isIn(one: Interaction, states: readonly string[]): boolean {
  const fits = (all: Interaction['states']) =>
    all.length === states.length &&
    all.every((state, index) => state.name === states[index] || describedState(state) === states[index]);
  return fits(one.states) || fits(withoutSocket(one.states));
}

const withoutSocket = (states: Interaction['states']) => states.filter(({ name }) => name !== socketStateName);

/** What tells an interaction from all others, as arguments of the command. */
export function argumentsFor(one: Interaction, all: readonly Interaction[]): string[] {
  const alike = all.filter((other) => other.consumer === one.consumer && other.description === one.description);
  const start = ['--consumer', one.consumer, '--interaction', one.description];
  if (alike.length < 2) return start;
  const names = withoutSocket(one.states).map(({ name }) => name);
  const ways = [names, one.states.map(describedState)].filter((way) => way.length > 0);
  const way = ways.find((texts) => alike.filter((other) => isIn(other, texts)).length === 1) ?? ways.at(-1) ?? [];
  return [...start, ...way.flatMap((text) => ['--state', text])];
}

/** True where two results or interactions are about the same, as far as Pact's own results tell. */
export function isSame(one: Interaction, consumer: string, description: string, states: readonly string[]): boolean {
  const names = one.states.map(({ name }) => name);
  return one.consumer === consumer && one.description === description && isDeepStrictEqual(names, states);
}

function jsonOf(text: string, from: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new CannotVerify(`${from} is no JSON`, 'Write it anew, or take it out of the folder.');
  }
}
