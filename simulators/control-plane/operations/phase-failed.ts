import type { PhaseFailure } from '../../../contracts/wire/index.ts';
import { Refused } from '../http/refused.ts';
import type { PhaseFailureCode } from '../rules/phase-failures.ts';
import type { Rules } from '../rules.ts';

/** A request of phases that failed here: a text and an id for whoever asked, all else for the log, under the id (PHASE-9). */
export function phaseFailed(rules: Rules, code: PhaseFailureCode, cause: unknown): Refused {
  const extension: Pick<PhaseFailure, 'errorId'> = { errorId: crypto.randomUUID() };
  console.error(`A request of phases failed (${extension.errorId}).`, cause);
  return new Refused(code, rules.failureText(code, cause), {}, { ...extension });
}
