import { type OperationName, operations } from '../../../contracts/wire/index.ts';

/** What is declared, as a file may have it that no compiler has seen. */
interface Declared {
  name: unknown;
  options: unknown;
  guarantees: unknown;
  orders?: unknown;
  connect: unknown;
  baseUrl: unknown;
  provisioning: unknown;
  capabilities: unknown;
}

/**
 * Looks whether a declaration is one: what is misspelt would be lacking without a word, and skipped.
 *
 * @throws TypeError saying what is wrong and what would be right
 */
export function checkDefinition(given: Declared): void {
  const fail = (what: string, advice: string) =>
    new TypeError(`Failed to declare the adapter "${given.name}": ${what}. ${advice}`);
  if (!/^[a-z][a-z0-9-]*$/.test(String(given.name))) {
    throw fail('its name is none', 'Give lower-case letters, digits and hyphens.');
  }
  for (const name of ['connect', 'baseUrl'] as const) {
    if (typeof given[name] !== 'function') throw fail(`it has no function "${name}"`, 'Give one.');
  }
  const shape = entriesOf(Object(given.options).shape).map(([option]) => option);
  const { orders } = given;
  if (typeof orders === 'string' && !shape.includes(orders)) {
    throw fail(`"orders" names no option: ${orders}`, `Give true, or one of ${shape.join(', ')}.`);
  }
  const promised = operations.describe.answers[200].shape.guarantees.strict().safeParse(given.guarantees);
  if (!promised.success) {
    const [issue] = promised.error.issues;
    throw fail(`"guarantees.${issue?.path.join('.')}": ${issue?.message}`, 'Say what the system promises.');
  }
  checkGroup('provisioning', given.provisioning, fail);
  const groups = [...new Set(Object.values(operations).map(({ capability }) => capability))];
  const known = groups.filter((group) => group !== 'provisioning');
  for (const [group, handlers] of entriesOf(given.capabilities)) {
    if (!known.some((one) => one === group))
      throw fail(`there is no group "${group}"`, `There are ${known.join(', ')}.`);
    checkGroup(group, handlers, fail);
  }
}

function checkGroup(group: string, handlers: unknown, fail: (what: string, advice: string) => TypeError): void {
  const names = Object.keys(operations) as OperationName[];
  const known = names.filter((name) => operations[name].capability === group && name !== 'describe');
  for (const [name, handler] of entriesOf(handlers)) {
    const advice = `There are ${known.join(', ')}.`;
    if (!known.some((one) => one === name)) throw fail(`"${group}" has no operation "${name}"`, advice);
    if (handler !== undefined && typeof handler !== 'function') throw fail(`"${group}.${name}" is no function`, advice);
  }
}

const entriesOf = (value: unknown): [string, unknown][] => Object.entries(Object(value));
