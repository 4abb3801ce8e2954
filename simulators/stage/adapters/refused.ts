import type { ProblemCode } from '../../../contracts/wire/index.ts';

/** The system said no, in the words of the contract. Returned by an operation, or thrown from anywhere within it. */
export class Refused extends Error {
  readonly code: ProblemCode;
  /** Seconds, as `Retry-After`. */
  readonly retryAfter: number | undefined;
  constructor(code: ProblemCode, detail: string, retryAfter?: number) {
    super(detail);
    this.name = 'Refused';
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

/** Says no with a code of the contract; `detail` is a sentence for people, without secrets. */
export function refused(code: ProblemCode, detail: string, retryAfter?: number): Refused {
  return new Refused(code, detail, retryAfter);
}
