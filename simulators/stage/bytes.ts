/** What is said, as bytes and back. */
import {
  matchRoute,
  type NodeOperationName,
  nodeOperations,
  operationOf,
  type ProblemCode,
  problem,
  problems,
  route,
} from '../../contracts/wire/index.ts';
import type { Answer, Call, NodeCall } from '../ports.ts';
import type { RawAnswer, RawRequest } from './transport.ts';

/** Nesting beyond which a body stays text: nothing that walks it should overflow. */
const deepest = 100;

/** The parsed JSON of a body; its text where it is not JSON, or nested beyond reason; undefined where there is none. */
export function parseBody(text: string): unknown {
  if (text === '') return undefined;
  try {
    return depthOf(text) > deepest ? text : JSON.parse(text);
  } catch {
    return text;
  }
}

/** How deep brackets are nested; those in strings count too, which only errs on the side of text. */
function depthOf(text: string): number {
  let depth = 0;
  let most = 0;
  for (let index = 0; index < text.length && most <= deepest; index += 1) {
    const code = text.charCodeAt(index);
    if (code === 0x5b || code === 0x7b) most = Math.max(most, ++depth);
    else if (code === 0x5d || code === 0x7d) depth -= 1;
  }
  return most;
}

/** Headers of a call with its token; a header that says otherwise wins. */
export function headersOf({ headers, token }: Pick<Call, 'headers' | 'token'>): Record<string, string> {
  const all: Record<string, string> = { ...headers };
  if (token !== undefined) all.authorization ??= `Bearer ${token}`;
  return all;
}

/** Bytes of a call; for one that is wrong on purpose, whatever it says instead. */
export function rawRequest(call: Call): RawRequest {
  const { operation, params, query, instead } = call;
  const method = instead?.method ?? operationOf(operation).method;
  const path = instead?.path ?? route(operation, params, query).path;
  const headers = headersOf(call);
  if (call.body === undefined) return { method, path, headers };
  headers['content-type'] ??= 'application/json';
  return { method, path, headers, body: typeof call.body === 'string' ? call.body : JSON.stringify(call.body) };
}

/** Bytes of an answer, as JSON. */
export function rawAnswer({ status, headers, body }: Answer): RawAnswer {
  if (body === undefined) return { status, headers, body: '' };
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
}

/** An answer that says no. */
export function refusal(code: ProblemCode, detail: string): Answer {
  const headers = { 'content-type': 'application/problem+json' };
  return { status: problems[code].status, headers, body: problem(code, detail) };
}

/** What a provider asks of a node, or how the node refuses what it does not serve. */
export function nodeCallOf({ method, path, body = '' }: RawRequest): NodeCall | { refused: Answer } {
  const match = matchRoute(method, path);
  if (match === 'method_not_allowed') return { refused: refusal(match, 'Not for this path.') };
  if (match === 'not_found' || !isNodeOperation(match.operation)) {
    return { refused: refusal('not_found', 'No such path.') };
  }
  return { operation: match.operation, params: match.params, body: parseBody(body) };
}

function isNodeOperation(operation: string): operation is NodeOperationName {
  return Object.hasOwn(nodeOperations, operation);
}
