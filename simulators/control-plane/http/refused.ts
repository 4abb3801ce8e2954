import { type ProblemCode, problem, problems } from '../../../contracts/wire/index.ts';
import type { Result } from '../calls.ts';

/** Ends a request with a problem of the contract. `message` goes out as `detail`: no secret may be in it. */
export class Refused extends Error {
  readonly code: ProblemCode;
  readonly headers: Record<string, string>;
  /** Further members of the problem document. */
  readonly extension: Record<string, unknown>;
  constructor(
    code: ProblemCode,
    detail: string,
    headers: Record<string, string> = {},
    extension: Record<string, unknown> = {},
  ) {
    super(detail);
    this.name = 'Refused';
    this.code = code;
    this.headers = headers;
    this.extension = extension;
  }
}

/** The value of an answer. @throws Refused when there is none. */
export function granted<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Refused(result.code, result.detail, {}, result.extension);
}

export function problemAnswer({ code, message, headers, extension }: Refused): Response {
  return new Response(JSON.stringify({ ...problem(code, message), ...extension }), {
    status: problems[code].status,
    headers: { ...headers, 'content-type': 'application/problem+json' },
  });
}
