import { z } from 'zod';

/** The durable states of a live session. */
export const liveStates = ['CREATED', 'STARTING', 'ACTIVE', 'DETACHED', 'SUSPENDED', 'CLOSING', 'ENDED'] as const;
export type LiveState = (typeof liveStates)[number];

/** What each state means. */
export const stateMeanings: Record<LiveState, string> = {
  CREATED: 'Nothing runs yet.',
  STARTING: 'A query loop is being started.',
  ACTIVE: 'It runs and somebody watches.',
  DETACHED: 'It runs and nobody watches.',
  SUSPENDED: 'It runs and whoever watched has suspended.',
  CLOSING: 'It finishes what it is at and takes nothing new.',
  ENDED: 'Nothing runs; a message resumes the session.',
};
export const liveState = z.enum(liveStates).meta({
  id: 'LiveState',
  description: liveStates.map((state) => `${state}: ${stateMeanings[state]}`).join(' '),
});

/** From each state to the states that may follow it; nothing else ever happens (LIVE-10). */
export const legalTransitions: Record<LiveState, readonly LiveState[]> = {
  CREATED: ['STARTING', 'ENDED'],
  STARTING: ['ACTIVE', 'ENDED'],
  ACTIVE: ['DETACHED', 'SUSPENDED', 'CLOSING', 'ENDED'],
  DETACHED: ['ACTIVE', 'SUSPENDED', 'CLOSING', 'ENDED'],
  SUSPENDED: ['ACTIVE', 'ENDED'],
  CLOSING: ['ENDED'],
  ENDED: ['CREATED'],
};

/** States in which a registered query loop takes prompts. In any other a loop that is still alive is a zombie. */
export const runningStates: ReadonlySet<LiveState> = new Set([
  'CREATED',
  'STARTING',
  'ACTIVE',
  'DETACHED',
  'SUSPENDED',
]);
