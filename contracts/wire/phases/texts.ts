import type { ProblemCode } from '../problems.ts';

/** The texts that a user reads, word for word (PHASE-1, PHASE-2, PHASE-5, PHASE-7, PHASE-9). */
export const phaseTexts = {
  /** `message` of a start that found a session with the same model. */
  existing: 'A session with the same model is already active. View the active session.',
  /** `detail` of `model_conflict`. */
  conflict:
    'This will replace the existing session and any unsaved progress will be lost. Are you sure you want to continue?',
  /** What a user is warned with before a replacement, and `message` of the answer to one. */
  warning: 'Replacing this session will result in the loss of any unsaved progress.',
  /** `detail` of `replaced_meanwhile`. */
  replacedMeanwhile: 'The session was replaced or changed meanwhile. Nothing was done: look at it again.',
  /** `detail` of `version_conflict`. */
  changedMeanwhile: 'The session was changed meanwhile. Nothing was done: look at it again.',
  /** `detail` of `session_ended`. */
  ended: 'This session has ended and stays as it is.',
  /** `detail` of `lock_lost`. */
  lockLost: 'This session is no longer held for you. Please try again.',
  /** `detail` of `locking_disabled`. */
  lockingDisabled: 'This project does without locks: sessions cannot be held.',
  /** `detail` of `session_locked`. */
  locked: 'This session is currently being modified. Please try again later.',
  /** `detail` of `session_creation_failed`. */
  creationFailed: 'Failed to create session. Please try again later.',
  /** `detail` of `unavailable` in this group. */
  unavailable: 'The server is currently unavailable. Please try again in a few minutes.',
  /** `detail` of `internal_error` in this group. */
  unexpected: 'An unexpected error occurred. Please contact support.',
  /** `modelName` of a session whose model was deleted. */
  modelNotFound: 'Model Not Found',
} as const;

/** By code: the `detail` that the contract has word for word, written for users (PHASE-9). */
export const phaseProblemTexts = {
  model_conflict: phaseTexts.conflict,
  replaced_meanwhile: phaseTexts.replacedMeanwhile,
  version_conflict: phaseTexts.changedMeanwhile,
  session_ended: phaseTexts.ended,
  lock_lost: phaseTexts.lockLost,
  locking_disabled: phaseTexts.lockingDisabled,
  session_locked: phaseTexts.locked,
  session_creation_failed: phaseTexts.creationFailed,
  unavailable: phaseTexts.unavailable,
  internal_error: phaseTexts.unexpected,
} as const satisfies Partial<Record<ProblemCode, string>>;

/** The text of the contract for a code; undefined: it has none word for word. */
export function phaseProblemText(code: string): string | undefined {
  const texts: Partial<Record<string, string>> = phaseProblemTexts;
  return texts[code];
}
