import type { ZodType } from 'zod';
import {
  nodeOperations,
  type Operation,
  operationOf,
  operations,
  problemDocument,
  problems,
  type SocketName,
  sockets,
} from '../../contracts/wire/index.ts';

/** Says what is wrong with a message by the contract, or nothing. */
export function faultOfRequest(
  operation: string,
  request: { params: unknown; headers: Record<string, string>; body?: unknown },
): string | undefined {
  const known = find(operation);
  if (!known) return `There is no operation ${operation}.`;
  return (
    mismatch('path', known.params, request.params) ??
    (known.headers && mismatch('headers', known.headers, request.headers)) ??
    (known.body && mismatch('body', known.body, request.body))
  );
}

export function faultOfResponse(
  operation: string,
  response: { status: number; headers: Record<string, string>; body?: unknown },
): string | undefined {
  const known = find(operation);
  if (!known) return undefined;
  const { status, body } = response;
  if (status < 400) {
    const schema = known.answers[status];
    if (schema === undefined) return `${operation} has no answer with status ${status}.`;
    return schema === null ? undefined : mismatch(`answer ${status}`, schema, body);
  }
  const wrong = mismatch(`problem ${status}`, problemDocument, body);
  if (wrong) return wrong;
  const document = problemDocument.parse(body);
  if (!(response.headers['content-type'] ?? '').includes('application/problem+json')) {
    return `A problem is sent as application/problem+json, not as ${response.headers['content-type'] ?? 'nothing'}.`;
  }
  if (document.status !== status) return `The problem says ${document.status}, the answer ${status}.`;
  const registered = problems[document.code];
  if (registered.status !== status) return `The code ${document.code} has status ${registered.status}, not ${status}.`;
  if (registered.retryable !== document.retryable)
    return `The code ${document.code} has retryable ${registered.retryable}.`;
  const raw = ['malformed_request', 'method_not_allowed', 'not_found'];
  if (!known.problems.includes(document.code) && !raw.includes(document.code)) {
    return `${operation} has no problem ${document.code}.`;
  }
  return undefined;
}

export function faultOfFrame(operation: string, from: 'client' | 'server', frame: unknown): string | undefined {
  if (!(operation in sockets)) return `There is no socket ${operation}.`;
  return mismatch('frame', sockets[operation as SocketName][from], frame);
}

/** Did the operation certainly not happen? Only a registered problem code can say so. */
export function isDefinite(status: number, body: unknown): boolean {
  const document = problemDocument.safeParse(body);
  if (document.success) return problems[document.data.code].definite;
  return status < 500 && status !== 408;
}

function find(operation: string): Operation | undefined {
  return operation in operations || operation in nodeOperations
    ? operationOf(operation as keyof typeof operations)
    : undefined;
}

function mismatch(what: string, schema: ZodType, value: unknown): string | undefined {
  const result = schema.safeParse(value);
  if (result.success) return undefined;
  const issue = result.error.issues[0];
  const path = issue?.path.join('.');
  return `${what}${path ? ` at ${path}` : ''}: ${issue?.message ?? 'does not match'}`;
}
