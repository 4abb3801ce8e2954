import type { z } from 'zod';
import type { ProblemCode } from '../../../contracts/wire/index.ts';
import type { AdapterFault } from './faults.ts';
import { type Refused, refused } from './refused.ts';
import type { Wire } from './wire.ts';

/** What statuses mean where a system says nothing more. */
const usual: Readonly<Record<number, ProblemCode>> = {
  400: 'malformed_request',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  405: 'method_not_allowed',
  413: 'body_too_large',
  422: 'malformed_request',
  429: 'rate_limited',
  500: 'internal_error',
  502: 'unavailable',
  503: 'unavailable',
  504: 'unavailable',
};

/** What a system answered to one request. */
export class WireAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Record<string, string>;
  /** Parsed JSON; the text where it is not JSON; undefined where there is none. */
  readonly body: unknown;
  readonly #wire: Wire;
  readonly #request: string;

  constructor(wire: Wire, request: string, status: number, headers: Record<string, string>, body: unknown) {
    this.#wire = wire;
    this.#request = request;
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  /**
   * The body of a success, by the schema of its status.
   *
   * @param schemas what successes look like
   * @param refusals what other statuses mean; beside them 400, 401, 403, 404, 405, 413, 422, 429 and 5xx mean the usual
   * @throws Refused where the status is a refusal, AdapterFault where status or body is not what was expected
   */
  read<Schemas extends Readonly<Record<number, z.ZodType>>>(
    schemas: Schemas,
    refusals: Readonly<Record<number, ProblemCode>> = {},
  ): z.output<Schemas[keyof Schemas]> {
    const schema: z.ZodType | undefined = schemas[this.status];
    if (!schema) throw this.trouble(`an answer with status ${Object.keys(schemas).join(' or ')}`, refusals);
    const read = schema.safeParse(this.body);
    if (read.success) return read.data as z.output<Schemas[keyof Schemas]>;
    const [issue] = read.error.issues;
    const place = issue?.path.join('.');
    throw this.#unexpected(`a body that fits (${place ? `at ${place}: ` : ''}${issue?.message ?? 'it does not'})`);
  }

  /** What a status that is no success means: a refusal, or something unexpected. */
  trouble(expected: string, refusals: Readonly<Record<number, ProblemCode>> = {}): Refused | AdapterFault {
    const code = refusals[this.status] ?? usual[this.status];
    if (code === undefined) return this.#unexpected(expected);
    const after = Number(this.headers['retry-after']);
    return refused(
      code,
      `The system answered ${this.#request} with ${this.status}.`,
      Number.isFinite(after) && after > 0 ? after : undefined,
    );
  }

  #unexpected(expected: string): AdapterFault {
    return this.#wire.unexpected(`the answer to ${this.#request}`, { status: this.status, body: this.body }, expected);
  }
}
