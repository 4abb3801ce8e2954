import type { NodeOperationName, OperationName } from './operations.ts';
import { nodeOperations, operationOf, operations } from './operations.ts';

type AnyOperationName = OperationName | NodeOperationName;

const names = [...Object.keys(operations), ...Object.keys(nodeOperations)] as AnyOperationName[];

const placeholder = /\{(\w+)\}/g;

const patterns = names.map((name) => ({
  name,
  method: operationOf(name).method,
  pattern: new RegExp(`^${operationOf(name).path.replace(placeholder, '(?<$1>[^/]+)')}$`),
}));

/** Method and path of an operation; the path begins with `/` and ends with the query, where there is one. */
export function route(
  name: AnyOperationName,
  params: Record<string, string>,
  query: Record<string, string | number> = {},
): { method: string; path: string } {
  const { method, path } = operationOf(name);
  const filled = path.replace(placeholder, (_, param: string) => {
    const value = params[param];
    if (value === undefined) {
      throw new Error(`Failed to build the path of ${name}: no \`${param}\`. Give a value for each of its parameters.`);
    }
    return encodeURIComponent(value);
  });
  const search = new URLSearchParams(
    Object.entries(query).map(([key, value]): [string, string] => [key, String(value)]),
  ).toString();
  return { method, path: search === '' ? filled : `${filled}?${search}` };
}

/** An operation found by method and path, or why there is none. Values are decoded, but not judged. */
export type RouteMatch =
  | { operation: AnyOperationName; params: Record<string, string>; query: Record<string, string> }
  | 'not_found'
  | 'method_not_allowed';

/** Which operation, of a provider or of a node, a request asks for. `path` may have a query. */
export function matchRoute(method: string, path: string): RouteMatch {
  const mark = path.indexOf('?');
  const plain = mark < 0 ? path : path.slice(0, mark);
  let known = false;
  for (const { name, method: expected, pattern } of patterns) {
    const found = pattern.exec(plain);
    if (!found) continue;
    known = true;
    if (expected !== method) continue;
    const params = decoded(found.groups ?? {});
    if (!params) return 'not_found';
    const query = Object.fromEntries(new URLSearchParams(mark < 0 ? '' : path.slice(mark)));
    return { operation: name, params, query };
  }
  return known ? 'method_not_allowed' : 'not_found';
}

function decoded(groups: Record<string, string>): Record<string, string> | undefined {
  try {
    return Object.fromEntries(Object.entries(groups).map(([key, value]) => [key, decodeURIComponent(value)]));
  } catch {
    return undefined; // A stray `%` names nothing.
  }
}
