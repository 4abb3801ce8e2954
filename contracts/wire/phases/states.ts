import { z } from 'zod';

/** The phases of a task that have a session of their own. */
export const phases = ['planning', 'implementation', 'verification', 'debug'] as const;
export type Phase = (typeof phases)[number];
export const phase = z.enum(phases).meta({
  id: 'Phase',
  description: 'A phase of a task. One session of a task and phase is visible at any time (PHASE-2).',
});

/** The states of a phase session. */
export const phaseStates = ['created', 'running', 'completed', 'failed', 'cancelled'] as const;
export type PhaseState = (typeof phaseStates)[number];

/** What each state means. */
export const phaseStateMeanings: Record<PhaseState, string> = {
  created: 'It was started and nothing was said in it.',
  running: 'Its first message was sent, or it was begun.',
  completed: 'It came to its end.',
  failed: 'It ended without what it was for.',
  cancelled: 'A user cancelled, replaced or deleted it.',
};
export const phaseState = z.enum(phaseStates).meta({
  id: 'PhaseState',
  description: phaseStates.map((state) => `${state}: ${phaseStateMeanings[state]}`).join(' '),
});

/** From each state to the states that may follow it; terminal states stay (PHASE-18). */
export const phaseTransitions: Record<PhaseState, readonly PhaseState[]> = {
  created: ['running', 'cancelled'],
  running: ['completed', 'failed', 'cancelled'],
  completed: [],
  failed: [],
  cancelled: [],
};

/** States that nothing follows (PHASE-18). */
export const endedPhaseStates: ReadonlySet<PhaseState> = new Set(
  phaseStates.filter((state) => phaseTransitions[state].length === 0),
);
