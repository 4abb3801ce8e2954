import type { z } from 'zod';
import { type ProblemCode, problemDocument, problems } from '../../contracts/wire/index.ts';
import { type Answer, type Call, LinkError, type Ports } from '../ports.ts';

/** Why a request did not succeed, as the user is told. */
export interface Problem {
  /** null where there was no answer. */
  status: number | null;
  /** Code of the problem document; `connection-lost` or `timeout` without an answer; else what is wrong with the answer. */
  code: string;
}

/** How a request ended. failed: it certainly did not happen. unknown: it may have. */
export type Asked<Value> =
  | { status: 'ok'; value: Value; problem?: undefined }
  | {
      status: 'failed' | 'unknown';
      value?: undefined;
      problem: Problem;
      /** As the provider refused it; undefined where it did not. */
      body?: unknown;
    };

/** Makes one request, and shows the user a problem where there is one. */
export async function ask<Schema extends z.ZodType>(
  { link, journal }: Ports,
  call: Call,
  schema: Schema,
): Promise<Asked<z.output<Schema>>> {
  const asked = await outcomeOf(link.request(call), schema);
  if (asked.problem) journal.report('problem', { operation: call.operation, ...asked.problem });
  return asked;
}

async function outcomeOf<Schema extends z.ZodType>(
  request: Promise<Answer>,
  schema: Schema,
): Promise<Asked<z.output<Schema>>> {
  let answer: Answer;
  try {
    answer = await request;
  } catch (error) {
    if (!(error instanceof LinkError)) throw error;
    return { status: 'unknown', problem: { status: null, code: error.kind } };
  }
  if (answer.status < 200 || answer.status >= 300) return refused(answer);
  const value = schema.safeParse(answer.body);
  if (value.success) return { status: 'ok', value: value.data };
  return { status: 'unknown', problem: { status: answer.status, code: 'unreadable_answer' } };
}

/** An answer that is no success: the code says whether it is definite; without a code only a 4xx is, and 408 is not. */
function refused({ status, body }: Answer): { status: 'failed' | 'unknown'; problem: Problem; body: unknown } {
  const code: ProblemCode | undefined = problemDocument.safeParse(body).data?.code;
  const definite = code ? problems[code].definite : status >= 400 && status < 500 && status !== 408;
  return { status: definite ? 'failed' : 'unknown', problem: { status, code: code ?? 'unexplained' }, body };
}

/**
 * Follows a list to its last page. Rows read before a problem are kept beside it.
 * A list that leads back to a page it had is a problem too: it would never end.
 */
export async function askAll<Page, Next extends string | number, Row>(
  page: (next: Next | undefined) => Promise<Asked<Page>>,
  read: (page: Page) => { rows: readonly Row[]; next: Next | null },
): Promise<{ status: 'ok' | 'failed' | 'unknown'; rows: Row[]; problem?: Problem }> {
  const rows: Row[] = [];
  const seen = new Set<Next>();
  let next: Next | undefined;
  for (;;) {
    const asked = await page(next);
    if (asked.status !== 'ok') return { status: asked.status, rows, problem: asked.problem };
    const { rows: more, next: following } = read(asked.value);
    rows.push(...more);
    if (following === null) return { status: 'ok', rows };
    if (seen.has(following)) {
      return { status: 'failed', rows, problem: { status: 200, code: 'cursor_repeated' } };
    }
    seen.add(following);
    next = following;
  }
}
