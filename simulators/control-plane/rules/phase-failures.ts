import { type PhaseStart, type ProblemCode, phaseProblemTexts, phaseTexts } from '../../../contracts/wire/index.ts';

/** How a request of the group failed here. */
export type PhaseFailureCode = Extract<ProblemCode, 'session_creation_failed' | 'unavailable' | 'internal_error'>;

/** What whoever asked is told: the text and an id. What `cause` was is in the log, under the id (PHASE-9). */
export function failureText(code: PhaseFailureCode, _cause: unknown): string {
  return phaseProblemTexts[code];
}

/** The texts of a refusal (PHASE-2, PHASE-5). */
export function startRefusal(code: 'model_conflict' | 'replaced_meanwhile' | 'session_locked'): string {
  return phaseProblemTexts[code];
}

/** The texts of an answer (PHASE-1, PHASE-2). */
export function startMessage(outcome: Exclude<PhaseStart['outcome'], 'created'>): string {
  return outcome === 'existing' ? phaseTexts.existing : phaseTexts.warning;
}
