import { MatchersV3 } from '@pact-foundation/pact';
import { z } from 'zod';

/** Fields that say how things stand. The provider state decides what they are, so another value would be wrong. */
const actedOn = new Set(['code', 'state', 'status', 'outcome', 'kind', 'failureReason', 'running']);

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';

/**
 * The matchers of an example, derived from its schema: what is text, a number or a UUID there may be any such, what is
 * literal is the same, a list has at least one of its kind. What a client acts on is always the same: see `actedOn`.
 */
export function matching(
  schema: z.ZodType,
  example: unknown,
  key = '',
  place: 'alone' | 'in a list' = 'alone',
): unknown {
  if (example === null || example === undefined) return example;
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) {
    return matching(schema.unwrap() as z.ZodType, example, key, place);
  }
  if (schema instanceof z.ZodDefault) return matching(schema.unwrap() as z.ZodType, example, key, place);
  if (schema instanceof z.ZodUnion) return matching(chosen(schema, example), example, key, place);
  if (schema instanceof z.ZodLiteral || actedOn.has(key)) {
    // The rule of a list, that its entries are alike, would reach what has none of its own.
    return place === 'in a list' ? MatchersV3.equal(example) : example;
  }
  if (schema instanceof z.ZodEnum) return MatchersV3.regex(schema.options.map(String).join('|'), String(example));
  if (schema instanceof z.ZodObject && isRecord(example)) {
    return Object.fromEntries(
      Object.entries(example).map(([name, value]) => [
        name,
        matching((schema.shape[name] as z.ZodType | undefined) ?? z.unknown(), value, name, place),
      ]),
    );
  }
  if (schema instanceof z.ZodArray && Array.isArray(example)) return list(schema.element as z.ZodType, example, place);
  if (schema instanceof z.ZodUUID) return MatchersV3.regex(uuid, String(example));
  if (schema instanceof z.ZodNumber) {
    return schema.isInt ? MatchersV3.integer(Number(example)) : MatchersV3.number(Number(example));
  }
  return byKind(example, place);
}

/** Of a union the first option that the example is of. */
function chosen(schema: z.ZodUnion, example: unknown): z.ZodType {
  const option = schema.options.find((one) => (one as z.ZodType).safeParse(example).success);
  if (!option) throw new Error(`Failed to derive matchers: the example ${JSON.stringify(example)} is of no option.`);
  return option as z.ZodType;
}

/** What is of several kinds stays in its order; what is of one kind may be there any number of times. */
function list(element: z.ZodType, examples: readonly unknown[], place: 'alone' | 'in a list'): unknown {
  const [first] = examples;
  if (first === undefined) return [];
  if (element instanceof z.ZodUnion || element instanceof z.ZodUnknown) {
    return examples.map((example) => matching(element, example, '', place));
  }
  return MatchersV3.eachLike(matching(element, first, '', 'in a list'));
}

/** Where the schema says nothing, any value of the same kind. */
function byKind(example: unknown, place: 'alone' | 'in a list'): unknown {
  if (Array.isArray(example)) return list(z.unknown(), example, place);
  if (isRecord(example)) {
    return Object.fromEntries(
      Object.entries(example).map(([name, value]) => [name, matching(z.unknown(), value, name, place)]),
    );
  }
  if (typeof example === 'boolean') return MatchersV3.boolean(example);
  if (typeof example === 'number') return MatchersV3.number(example);
  return typeof example === 'string' ? MatchersV3.string(example) : example;
}

/** A list of events of many kinds, in whatever order and number: each kind of the example is there. */
export function somewhere(schema: z.ZodType, examples: readonly unknown[]): unknown {
  return MatchersV3.arrayContaining(...examples.map((example) => matching(schema, example)));
}

/**
 * Puts the provider's values in the place of examples: every text that is the example of a value, and every number that is
 * and has its name.
 */
export function injected(matchers: unknown, values: Readonly<Record<string, string | number>>, key = ''): unknown {
  if (Array.isArray(matchers)) return matchers.map((entry) => injected(entry, values));
  const plain = isRecord(matchers) && 'pact:matcher:type' in matchers ? matchers.value : matchers;
  const name =
    typeof plain === 'string'
      ? Object.keys(values).find((one) => values[one] === plain)
      : typeof plain === 'number' && values[key] === plain
        ? key
        : undefined;
  if (name !== undefined) {
    const matcher = isRecord(matchers) ? matchers : { 'pact:matcher:type': 'type', value: plain };
    return { ...matcher, 'pact:generator:type': 'ProviderState', expression: `\${${name}}` };
  }
  if (!isRecord(matchers)) return matchers;
  return Object.fromEntries(Object.entries(matchers).map(([field, value]) => [field, injected(value, values, field)]));
}

/**
 * What a provider says again: the ids of its state, which the verifier compares with what the state has answered, and the
 * ids that the client has just said (`own`), which are the same.
 */
export function echoed(
  matchers: unknown,
  values: Readonly<Record<string, string | number>>,
  own: ReadonlySet<string>,
): unknown {
  if (Array.isArray(matchers)) return matchers.map((entry) => echoed(entry, values, own));
  if (!isRecord(matchers)) return matchers;
  if ('pact:matcher:type' in matchers && typeof matchers.value === 'string') {
    const { value } = matchers;
    const name = Object.keys(values).find((one) => values[one] === value);
    if (name !== undefined) {
      return { ...matchers, 'pact:generator:type': 'ProviderState', expression: `\${${name}}` };
    }
    return own.has(value) ? { 'pact:matcher:type': 'equality', value } : matchers;
  }
  return Object.fromEntries(Object.entries(matchers).map(([field, value]) => [field, echoed(value, values, own)]));
}

/** The UUIDs that occur in something said. */
export function idsIn(said: unknown): Set<string> {
  return new Set(JSON.stringify(said ?? null).match(new RegExp(uuid, 'g')));
}

/** A text with the examples of values in it, such as a path: which expression makes it, and what it looks like. */
export function injectedText(text: string, values: Readonly<Record<string, string | number>>): unknown {
  let expression = text;
  let pattern = escaped(text);
  for (const [name, value] of Object.entries(values)) {
    if (typeof value !== 'string' || value.length < 6 || !expression.includes(value)) continue;
    expression = expression.replaceAll(value, `\${${name}}`);
    pattern = pattern.replaceAll(escaped(value), new RegExp(`^${uuid}$`).test(value) ? uuid : '[^/]+');
  }
  if (expression === text) return text;
  return {
    'pact:matcher:type': 'regex',
    regex: pattern,
    'pact:generator:type': 'ProviderState',
    expression,
    value: text,
  };
}

/** The same with `${name}` wherever a text has the example of a value, or is in its place as a number. */
export function expressed(said: unknown, values: Readonly<Record<string, string | number>>, key = ''): unknown {
  if (Array.isArray(said)) return said.map((entry) => expressed(entry, values));
  if (typeof said === 'number') return values[key] === said ? `\${${key}}` : said;
  if (typeof said === 'string') {
    return Object.entries(values).reduce(
      (text, [name, value]) => (typeof value === 'string' ? text.replaceAll(value, `\${${name}}`) : text),
      said,
    );
  }
  if (!isRecord(said)) return said;
  return Object.fromEntries(Object.entries(said).map(([field, value]) => [field, expressed(value, values, field)]));
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
