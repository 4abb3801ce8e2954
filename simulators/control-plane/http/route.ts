import { type OperationName, operations } from '../../../contracts/wire/index.ts';
import { Refused } from './refused.ts';

export interface Route {
  operation: OperationName;
  params: Record<string, string>;
}

/** Made from the contract: `{name}` in a path stands for one segment. */
const routes = (Object.keys(operations) as OperationName[]).map((operation) => ({
  operation,
  method: operations[operation].method,
  pattern: new RegExp(`^${operations[operation].path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`),
}));

/** Comes before authentication: which paths there are is no secret. @throws Refused for unknown paths and methods. */
export function routeOf(method: string, path: string): Route {
  const matches = routes.flatMap(({ pattern, ...route }) => {
    const match = pattern.exec(path);
    return match ? [{ ...route, params: decoded({ ...match.groups }) }] : [];
  });
  if (matches.length === 0) throw new Refused('not_found', 'There is no such path.');
  const route = matches.find((match) => match.method === method);
  if (route) return route;
  const allow = matches.map((match) => match.method).join(', ');
  throw new Refused('method_not_allowed', `The path takes ${allow}.`, { allow });
}

/** @throws Refused for a `%` that stands for nothing */
function decoded(params: Record<string, string>): Record<string, string> {
  try {
    return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, decodeURIComponent(value)]));
  } catch {
    throw new Refused('not_found', 'There is no such path.');
  }
}
