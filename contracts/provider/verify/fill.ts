import { z } from 'zod';

/** What the provider's states have answered, by name. */
export type Values = Readonly<Record<string, unknown>>;

/** A value that is needed and that no state has answered. */
export class MissingValue extends Error {
  constructor(name: string) {
    super(`No state has answered the value "${name}".`);
    this.name = 'MissingValue';
  }
}

const placeholder = /\$\{([^}]+)\}/g;

/**
 * A JSON value with the states' values in the place of `${name}`. A text that is nothing but one placeholder becomes
 * the value itself, of whatever kind.
 *
 * @throws MissingValue
 */
export function filled(value: unknown, values: Values): unknown {
  if (typeof value === 'string') return filledText(value, values);
  if (Array.isArray(value)) return value.map((entry) => filled(entry, values));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, filled(entry, values)]));
}

/** The names in the placeholders of a text. */
export function namesIn(text: string): string[] {
  return [...text.matchAll(placeholder)].map(([, name = '']) => name);
}

function filledText(text: string, values: Values): unknown {
  const [only] = namesIn(text);
  if (only !== undefined && text === `\${${only}}`) return valueNamed(only, values);
  return text.replace(placeholder, (_, name: string) => asText(valueNamed(name, values)));
}

function valueNamed(name: string, values: Values): unknown {
  if (!Object.hasOwn(values, name)) throw new MissingValue(name);
  return values[name];
}

const asText = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

/** The generators of a message's contents, as the pact has them. Only those of values of a state are known. */
export const generators = z.record(z.string(), z.object({ type: z.string(), expression: z.string().optional() }));
export type Generators = z.infer<typeof generators>;

/**
 * Contents with the values that their generators ask for; a path of a generator is Pact's: `$.a[0]['b']`, `[*]` and
 * `.*` for each of a list or object.
 *
 * @throws MissingValue
 */
export function generated(contents: unknown, asked: Generators, values: Values): unknown {
  let result = structuredClone(contents);
  for (const [path, { type, expression }] of Object.entries(asked)) {
    if (type !== 'ProviderState' || expression === undefined) continue;
    result = placed(result, stepsOf(path), filled(expression, values));
  }
  return result;
}

/** What is at a path such as generators have; several where it has `*`. */
export function valuesAt(path: string, content: unknown): unknown[] {
  return stepsOf(path).reduce<unknown[]>((found, next) => found.flatMap((at) => inside(at, next)), [content]);
}

function inside(at: unknown, next: string): unknown[] {
  if (typeof at !== 'object' || at === null) return [];
  return next === '*'
    ? Object.values(at)
    : Object.hasOwn(at, next)
      ? [Object.values(at)[Object.keys(at).indexOf(next)]]
      : [];
}

const step = /\[(\d+|\*)\]|\['([^']*)'\]|\.([^.[\]]+)/g;

function stepsOf(path: string): string[] {
  return [...path.matchAll(step)].map(([, index, quoted, plain]) => index ?? quoted ?? plain ?? '');
}

function placed(at: unknown, [next, ...rest]: readonly string[], value: unknown): unknown {
  if (next === undefined) return value;
  if (Array.isArray(at)) {
    return at.map((entry, index) => (next === '*' || next === String(index) ? placed(entry, rest, value) : entry));
  }
  if (typeof at !== 'object' || at === null) return at;
  return Object.fromEntries(
    Object.entries(at).map(([key, entry]) => [key, next === '*' || next === key ? placed(entry, rest, value) : entry]),
  );
}
