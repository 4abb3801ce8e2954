import { type PhaseStart, type ProblemCode, phaseTexts } from '../../../contracts/wire/index.ts';

/** How a request of the group failed here. */
export type PhaseFailureCode = Extract<ProblemCode, 'session_creation_failed' | 'unavailable' | 'internal_error'>;

const texts: Record<PhaseFailureCode, string> = {
  session_creation_failed: phaseTexts.creationFailed,
  unavailable: phaseTexts.unavailable,
  internal_error: phaseTexts.unexpected,
};

/** What whoever asked is told: the text and an id. What `cause` was is in the log, under the id (PHASE-9). */
export function failureText(code: PhaseFailureCode, _cause: unknown): string {
  return texts[code];
}

/** The texts of a refusal (PHASE-2, PHASE-5). */
export function startRefusal(code: 'model_conflict' | 'replaced_meanwhile' | 'session_locked'): string {
  if (code === 'model_conflict') return phaseTexts.conflict;
  if (code === 'session_locked') return phaseTexts.locked;
  return 'The session was replaced or changed meanwhile. Nothing was done: look at it again.';
}

/** The texts of an answer (PHASE-1, PHASE-2). */
export function startMessage(outcome: Exclude<PhaseStart['outcome'], 'created'>): string {
  return outcome === 'existing' ? phaseTexts.existing : phaseTexts.warning;
}
