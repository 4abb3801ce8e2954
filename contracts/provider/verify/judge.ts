import { CannotVerify } from './cannot-verify.ts';
import { filled, generators, namesIn, type Values, valuesAt } from './fill.ts';
import type { Event } from './go-between.ts';
import type { NativeMismatch, NativeResult } from './native.ts';
import { type Interaction, isSame } from './pacts.ts';
import type { InteractionResult, Mismatch } from './result.ts';

/** A result without the command that verifies it again. */
export type Judged = Omit<InteractionResult, 'command'> & {
  interaction: Interaction;
  /** What the verifier asked for, where it came so far. */
  asked: Event | undefined;
};

/**
 * Brings together what was to be verified, what Pact's verifier says of it and what was seen on the way. Pact's word alone
 * is not enough: a result counts only where the states were had and the provider was asked.
 *
 * @throws CannotVerify where something was not verified, or something else was
 */
export function judge(
  planned: readonly Interaction[],
  results: readonly NativeResult[],
  events: readonly Event[],
): Judged[] {
  const left = new Set(planned);
  const seen = [...events];
  const judged = results.map((result) => {
    const { consumer, description, providerStates } = result;
    const interaction = [...left].find((one) => isSame(one, consumer, description, providerStates));
    if (!interaction) {
      throw new CannotVerify(`${name(result)} was verified, which is not in the pacts that were read`, again);
    }
    left.delete(interaction);
    return resultOf(interaction, result, takeEvents(seen, providerStates.length));
  });
  const [missed] = left;
  if (!missed) return judged;
  throw new CannotVerify(
    `${results.length} of ${planned.length} interactions were verified; ${name(missed)} is among those that were not`,
    again,
  );
}

const again = 'Write the pacts anew, and verify again.';
const name = (one: { consumer: string; description: string }) => `"${one.description}" of ${one.consumer}`;

/** Those of the next interaction: its states, what was asked where all could be had, and the states' end. */
function takeEvents(seen: Event[], states: number): Event[] {
  const count = Math.max(states, 1); // Without a state the verifier asks for one without a name.
  const taken = seen.splice(0, count);
  if (taken.some(({ trouble }) => trouble !== null)) return taken;
  while (seen[0] && seen[0].kind !== 'state') taken.push(...seen.splice(0, 1));
  const isEnd = (event: Event | undefined) => event?.kind === 'state' && event.change.action === 'teardown';
  for (let index = 0; index < count && isEnd(seen[0]); index += 1) taken.push(...seen.splice(0, 1));
  return taken;
}

function resultOf(interaction: Interaction, native: NativeResult, events: readonly Event[]): Judged {
  const { consumer, description, kind, states } = interaction;
  const reason = reasonFor(interaction, native, events);
  const echoes = reason === null ? echoMismatches(interaction, events) : [];
  const failed = reason !== null || native.result !== 'OK' || echoes.length > 0;
  return {
    interaction,
    consumer,
    description,
    kind,
    states,
    status: !failed ? 'verified' : native.pending ? 'pending' : 'failed',
    duration: milliseconds(native.duration ?? ''),
    mismatches:
      reason === null && native.mismatch?.type === 'mismatches'
        ? [...mismatchesOf(native.mismatch.mismatches), ...echoes]
        : echoes,
    reason,
    asked: events.find(({ kind }) => kind !== 'state'),
  };
}

function reasonFor(interaction: Interaction, native: NativeResult, events: readonly Event[]): string | null {
  const trouble = events.find((event) => event.trouble !== null)?.trouble;
  if (trouble) return trouble;
  if (native.mismatch?.type === 'error') return String(native.mismatch.message);
  if (!events.some(({ kind }) => kind === (interaction.kind === 'http' ? 'request' : 'message'))) {
    return 'The provider was not asked.';
  }
  const missing = missingValue(interaction, events);
  if (missing !== undefined) {
    return `No state has answered the value "${missing}", so that the request was made with the example of the pact.`;
  }
  if (native.result === 'OK' || native.mismatch !== undefined) return null;
  return "Pact's verifier does not say why.";
}

/** The verifier sends the example where a value is not there, and may even be content with the answer. */
function missingValue(interaction: Interaction, events: readonly Event[]): string | undefined {
  const had = new Set(events.flatMap((event) => (event.kind === 'state' ? Object.keys(event.values) : [])));
  return expressionsIn(interaction.source.request)
    .flatMap(namesIn)
    .find((value) => !had.has(value));
}

/** A part of an interaction with the values that its examples stand for. */
interface Generated {
  generators?: { body?: unknown };
}

/**
 * What the provider's answer says of its state, such as the id of the session: Pact takes any that looks like it. The
 * generators of the answer name the values.
 */
function echoMismatches({ source }: Interaction, events: readonly Event[]): Mismatch[] {
  const values = Object.assign({}, ...events.map((event) => (event.kind === 'state' ? event.values : {}))) as Values;
  const said = events.find((event) => event.kind !== 'state')?.said;
  const [answer = source as Generated] = [source.response ?? []].flat() as Generated[];
  const asked = generators.safeParse(answer.generators?.body).data ?? {};
  return Object.entries(asked).flatMap(([path, { expression = '' }]) => {
    const expected = String(filled(expression, values));
    const found = valuesAt(path, said).filter((actual) => typeof actual === 'string');
    const [actual] = found;
    // A list may have others beside the one that the state tells of.
    if (actual === undefined || found.includes(expected)) return [];
    const message = `Expected ${expression} of the provider state, ${expected}, but was ${actual}`;
    return [{ path, expected, actual, message }];
  });
}

function expressionsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const { type, expression }: { type?: unknown; expression?: unknown } = value;
  if (type === 'ProviderState' && typeof expression === 'string') return [expression];
  return Object.values(value).flatMap(expressionsIn);
}

function mismatchesOf(mismatches: readonly NativeMismatch[]): Mismatch[] {
  return mismatches.map((one) => {
    const [expected, actual] = [shown(one.expected), shown(one.actual)];
    return { path: pathOf(one), expected, actual, message: one.mismatch ?? `Expected ${expected} but was ${actual}` };
  });
}

function pathOf({ type, path, key }: NativeMismatch): string {
  if (type === 'StatusMismatch') return 'status';
  if (type === 'HeaderMismatch') return `header ${key ?? path ?? ''}`.trim();
  if (type === 'MetadataMismatch') return `metadata ${key ?? ''}`.trim();
  return path ?? 'body';
}

const shown = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing'));

const units: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
};

/** Reads `1s 52ms`. */
function milliseconds(text: string): number {
  return [...text.matchAll(/([\d.]+)([a-zµ]+)/g)].reduce(
    (sum, [, number = '0', unit = '']) => sum + Number(number) * (units[unit] ?? 0),
    0,
  );
}
