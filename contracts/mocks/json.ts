import { compareValue, exactnessOf, expected, kindOf, type Matchers, type RuleSet, ruleAt } from './rules.ts';

/** How something compares with its example and the rules for it. */
export interface Comparison {
  /** In words, each with its place; empty: it matches. */
  differences: string[];
  /** The more, the less the rules left open. */
  exactness: number;
  /** How many values are those of the example, though they need not be. */
  alike: number;
}

/** Compares a JSON value with an example as Pact compares a request: nothing is missing, and nothing is there in addition. */
export function compareJson(example: unknown, actual: unknown, rules: RuleSet): Comparison {
  const comparison: Comparison = { differences: [], exactness: 0, alike: 0 };
  walk(['$'], example, actual, rules, comparison);
  return comparison;
}

function walk(place: string[], example: unknown, actual: unknown, rules: RuleSet, into: Comparison): void {
  if (Array.isArray(example) && Array.isArray(actual)) walkList(place, example, actual, rules, into);
  else if (isRecord(example) && isRecord(actual)) walkObject(place, example, actual, rules, into);
  else {
    const rule = ruleAt(rules, place)?.matchers;
    const composed = Array.isArray(example) || isRecord(example);
    const wrong = composed ? expected(kindOf(example), actual) : compareValue(example, actual, rule);
    if (wrong !== undefined) into.differences.push(`${written(place)}: ${wrong}`);
    into.exactness += exactnessOf(rule);
    if (actual === example) into.alike += 1;
  }
}

function walkObject(
  place: string[],
  example: Record<string, unknown>,
  actual: Record<string, unknown>,
  rules: RuleSet,
  into: Comparison,
): void {
  for (const [name, value] of Object.entries(example)) {
    const below = [...place, name];
    if (Object.hasOwn(actual, name)) walk(below, value, actual[name], rules, into);
    else into.differences.push(`${written(below)}: expected ${kindOf(value)}, found nothing`);
  }
  for (const name of Object.keys(actual)) {
    if (!Object.hasOwn(example, name)) into.differences.push(`${written([...place, name])}: not in the pact`);
  }
}

function walkList(
  place: string[],
  example: readonly unknown[],
  actual: readonly unknown[],
  rules: RuleSet,
  into: Comparison,
): void {
  const differ = (text: string) => into.differences.push(`${written(place)}: ${text}`);
  const rule = ruleAt(rules, place);
  const like = rule && likeType(rule.matchers);
  if (!like && example.length !== actual.length) {
    differ(`expected ${example.length} in the list, found ${actual.length}`);
  }
  // A limit is about the list that has the rule, not about lists in it.
  const { min = 0, max = Number.POSITIVE_INFINITY } = like && !rule.above ? like : {};
  if (actual.length < min) differ(`expected at least ${min} in the list, found ${actual.length}`);
  if (actual.length > max) differ(`expected at most ${max} in the list, found ${actual.length}`);
  if (actual.length === example.length) into.alike += 1;
  actual.forEach((value, index) => {
    const of = index < example.length ? example[index] : like ? example[0] : undefined;
    if (of !== undefined) walk([...place, String(index)], of, value, rules, into);
  });
}

function likeType({ matchers }: Matchers) {
  return matchers.find((one) => one.match === 'type');
}

/** `$.messages[0].content` of its steps. */
function written(place: readonly string[]): string {
  return place.map((step, index) => (index === 0 ? '$' : /^\d+$/.test(step) ? `[${step}]` : `.${step}`)).join('');
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Are these JSON values the same, in whatever order their fields are? */
export function sameJson(left: unknown, right: unknown): boolean {
  return compareJson(left, right, []).differences.length === 0;
}
