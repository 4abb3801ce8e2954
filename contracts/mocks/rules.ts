import { z } from 'zod';

function compiles(regex: string): boolean {
  try {
    return expression(regex) !== undefined;
  } catch {
    return false;
  }
}

const matcher = z.discriminatedUnion('match', [
  z.object({ match: z.literal('type'), min: z.int().optional(), max: z.int().optional() }),
  z.object({ match: z.literal('regex'), regex: z.string().refine(compiles, 'no expression that JavaScript knows') }),
  z.object({ match: z.literal('include'), value: z.string() }),
  z.object({ match: z.enum(['equality', 'integer', 'decimal', 'number', 'boolean', 'null', 'notEmpty']) }),
]);
/** One matching rule, as a pact has it. */
export type Matcher = z.output<typeof matcher>;

export const matchers = z.object({ combine: z.enum(['AND', 'OR']).default('AND'), matchers: z.array(matcher) });
/** The rules of one place. */
export type Matchers = z.output<typeof matchers>;

/** The rules of a body, each for a place in it. */
export type RuleSet = readonly { path: readonly string[]; matchers: Matchers }[];

const token = /\$|\.?([^.[\]$]+)|\['([^']*)'\]|\["([^"]*)"\]|\[(\d+|\*)\]/g;

/** The steps of a path such as `$.messages[*].content`: `$`, names, indexes, and `*` for any. */
export function parsePath(path: string): string[] {
  const steps = [...path.matchAll(token)].map(([all, ...names]) => names.find((name) => name !== undefined) ?? all);
  return steps[0] === '$' ? steps : ['$', ...steps];
}

/** The most exact of the rules that hold at a place: those of a place above it hold too, as in Pact. */
export function ruleAt(rules: RuleSet, place: readonly string[]): { matchers: Matchers; above: boolean } | undefined {
  let best: { matchers: Matchers; above: boolean } | undefined;
  let most = 0;
  for (const { path, matchers } of rules) {
    const weight = weigh(path, place) * path.length;
    if (weight <= most) continue;
    most = weight;
    best = { matchers, above: path.length < place.length };
  }
  return best;
}

function weigh(path: readonly string[], place: readonly string[]): number {
  if (path.length > place.length) return 0;
  return path.reduce((weight, step, index) => weight * (step === place[index] ? 2 : step === '*' ? 1 : 0), 1);
}

/** How much a rule leaves open: 3 nothing, 2 some, 1 everything of a kind. */
export function exactnessOf(rule: Matchers | undefined): number {
  if (!rule || rule.matchers.some(({ match }) => match === 'equality')) return 3;
  return rule.matchers.every(({ match }) => match === 'type' || match === 'number' || match === 'notEmpty') ? 1 : 2;
}

/** What is wrong with a value that is neither list nor object; undefined where it is as the rule says. */
export function compareValue(example: unknown, actual: unknown, rule: Matchers | undefined): string | undefined {
  if (!rule) return example === actual ? undefined : expected(shown(example), actual);
  const wrong = rule.matchers.map((one) => compareBy(one, example, actual));
  const [first] = wrong.filter((text) => text !== undefined);
  return rule.combine === 'OR' && wrong.includes(undefined) ? undefined : first;
}

function compareBy(rule: Matcher, example: unknown, actual: unknown): string | undefined {
  const unless = (holds: boolean, wanted: string) => (holds ? undefined : expected(wanted, actual));
  switch (rule.match) {
    case 'type':
      return unless(kindOf(example) === kindOf(actual), kindOf(example));
    case 'regex':
      return unless(isPlain(actual) && expression(rule.regex).test(String(actual)), `what matches ${rule.regex}`);
    case 'include':
      return unless(isPlain(actual) && String(actual).includes(rule.value), `what contains ${shown(rule.value)}`);
    case 'equality':
      return unless(example === actual, shown(example));
    case 'integer':
      return unless(Number.isInteger(numberOf(actual, example)), 'an integer');
    case 'decimal':
      return unless(!Number.isInteger(numberOf(actual, example) ?? 0), 'a number with decimals');
    case 'number':
      return unless(numberOf(actual, example) !== undefined, 'a number');
    case 'boolean':
      return unless(typeof actual === 'boolean' || isTruthText(actual, example), 'true or false');
    case 'null':
      return unless(actual === null, 'null');
    case 'notEmpty':
      return unless(actual !== null && actual !== '', 'something');
  }
}

const isTruthText = (actual: unknown, example: unknown) =>
  typeof example === 'string' && (actual === 'true' || actual === 'false');

/** Numbers, and texts of the query and of headers that are numbers. */
function numberOf(actual: unknown, example: unknown): number | undefined {
  if (typeof actual === 'number') return actual;
  return typeof actual === 'string' && typeof example === 'string' && /^-?\d+(\.\d+)?$/.test(actual)
    ? Number(actual)
    : undefined;
}

const isPlain = (value: unknown) => ['string', 'number', 'boolean'].includes(typeof value);

/** As Pact reads expressions: they are about the whole text, and may begin with flags. */
export function expression(regex: string): RegExp {
  const [, flags, source = regex] = /^\(\?([ims]+)\)(.*)$/s.exec(regex) ?? [];
  return new RegExp(`^(?:${source})$`, flags);
}

/** What kind of JSON value it is, in words. */
export function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return (
    { string: 'a text', number: 'a number', boolean: 'true or false', object: 'an object' }[typeof value as string] ??
    typeof value
  );
}

/** *expected X, found Y*, cut where it is long. */
export function expected(wanted: string, actual: unknown): string {
  return `expected ${wanted}, found ${shown(actual)}`;
}

/** A value as JSON, cut where it is long. */
export function shown(value: unknown): string {
  return cut(JSON.stringify(value) ?? 'nothing');
}

/** A text for a line: not longer than can be read. */
export function cut(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
