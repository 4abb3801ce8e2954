import { type Comparison, compareJson } from './json.ts';
import { type Body, isJson, type PactRequest } from './pact.ts';
import { compareValue, exactnessOf, expected, type Matchers, shown } from './rules.ts';

/** A request that a client makes, below the base URL. */
export interface AskedRequest {
  method: string;
  /** Without the query. */
  path: string;
  /** With its `?`, or empty. */
  search: string;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  /** Empty where there is none. */
  body: string;
}

/** How a request compares with one of the pact. */
export interface RequestComparison extends Comparison {
  isPath: boolean;
  isMethod: boolean;
}

/** Compares a request with one of the pact: more headers may be there, nothing else. */
export function compareRequest(wanted: PactRequest, asked: AskedRequest): RequestComparison {
  const isPath = compareValue(wanted.path, asked.path, wanted.rules.path) === undefined;
  const isMethod = wanted.method === asked.method;
  const into: Comparison = {
    differences: [],
    exactness: exactnessOf(wanted.rules.path),
    alike: asked.path === wanted.path ? 1 : 0,
  };
  if (!isPath) into.differences.push(`path: ${expected(wanted.path, asked.path)}`);
  if (!isMethod) into.differences.push(`method: ${expected(wanted.method, asked.method)}`);
  compareQuery(wanted, asked.search, into);
  compareHeaders(wanted, asked.headers, into);
  if (wanted.body) compareBody(wanted.body, wanted, asked, into);
  return { ...into, isPath, isMethod };
}

function compareQuery({ query, rules }: PactRequest, search: string, into: Comparison): void {
  const asked = new URLSearchParams(search);
  for (const [name, examples] of Object.entries(query)) {
    const values = asked.getAll(name);
    const rule = rules.query[name];
    if (values.length !== examples.length) {
      into.differences.push(`query ${name}: ${expected(examples.join(', '), values.join(', ') || undefined)}`);
      continue;
    }
    values.forEach((value, index) => {
      compareText(`query ${name}`, examples[index] ?? examples[0] ?? '', value, rule, into);
    });
  }
  for (const name of new Set(asked.keys())) {
    if (!Object.hasOwn(query, name)) into.differences.push(`query ${name}: not in the pact`);
  }
}

const hasParameters = ['content-type', 'accept'];

function compareHeaders({ headers, rules }: PactRequest, asked: AskedRequest['headers'], into: Comparison): void {
  for (const [name, example] of Object.entries(headers)) {
    const value = asked[name];
    const rule = rules.headers[name];
    // Media types may have parameters more than the pact says, such as a charset.
    if (hasParameters.includes(name) && !rule && value !== undefined && saysAll(example, value)) into.exactness += 3;
    else compareText(`header ${name}`, example, value, rule, into);
  }
}

function compareText(
  place: string,
  example: string,
  value: string | undefined,
  rule: Matchers | undefined,
  into: Comparison,
): void {
  const wrong = value === undefined ? expected(shown(example), value) : compareValue(example, value, rule);
  if (wrong !== undefined) into.differences.push(`${place}: ${wrong}`);
  into.exactness += exactnessOf(rule);
  if (value === example) into.alike += 1;
}

function saysAll(example: string, value: string): boolean {
  const parts = (text: string) =>
    text
      .toLowerCase()
      .split(';')
      .map((part) => part.trim());
  const [kind, ...parameters] = parts(example);
  const [actual, ...others] = parts(value);
  return kind === actual && parameters.every((parameter) => others.includes(parameter));
}

function compareBody(wanted: Body, { rules, headers }: PactRequest, asked: AskedRequest, into: Comparison): void {
  const type = asked.headers['content-type'];
  if (!('content-type' in headers) && type !== undefined && wanted.json !== isJson(type)) {
    into.differences.push(`header content-type: ${expected(shown(wanted.type), type)}`);
  }
  const body = wanted.json ? parsed(asked.body) : { value: asked.body };
  if (!body) {
    // A pact can promise what happens to a body that is no JSON.
    if (wanted.example === asked.body) into.exactness += 3;
    else into.differences.push(`body: expected JSON, found ${shown(asked.body)}`);
    return;
  }
  const { differences, exactness, alike } = compareJson(wanted.example, body.value, rules.body);
  into.differences.push(...differences.map((difference) => `body ${difference}`));
  into.exactness += exactness;
  into.alike += alike;
}

function parsed(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/**
 * The two parts of a base URL; the prefix, empty where there is none, comes before every path of the pact.
 * @throws Error where it is none
 */
export function partsOf(baseUrl: string): { origin: string; prefix: string } {
  if (!URL.canParse(baseUrl)) {
    throw new Error(
      `Failed to make the mock: \`${baseUrl}\` is no URL. Give a base URL with scheme and host, such as http://localhost:8080.`,
    );
  }
  const { origin, pathname } = new URL(baseUrl);
  return { origin, prefix: pathname.replace(/\/$/, '') };
}
