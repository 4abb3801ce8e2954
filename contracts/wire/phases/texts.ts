/** The texts that a user reads, word for word (PHASE-1, PHASE-2, PHASE-5, PHASE-7, PHASE-9). */
export const phaseTexts = {
  /** `message` of a start that found a session with the same model. */
  existing: 'A session with the same model is already active. View the active session.',
  /** `detail` of `model_conflict`. */
  conflict:
    'This will replace the existing session and any unsaved progress will be lost. Are you sure you want to continue?',
  /** What a user is warned with before a replacement, and `message` of the answer to one. */
  warning: 'Replacing this session will result in the loss of any unsaved progress.',
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
