import type { ControlPlaneMutant } from '../mutant.ts';

export const lockOfTheDead: ControlPlaneMutant = {
  id: 'phase-lock-of-the-dead',
  requirement: 'PHASE-5',
  side: 'control-plane',
  title: 'A lock has no end of its own: who dies with it holds it for good.',
  rules: {
    lockHeld: (lock, holder) => lock !== null && lock.lock_id !== holder,
  },
};
