import type { ControlPlaneMutant } from '../mutant.ts';

export const waitsForLong: ControlPlaneMutant = {
  id: 'phase-waits-for-long',
  requirement: 'PHASE-5',
  side: 'control-plane',
  title: 'Whoever waits for a lock waits for four seconds.',
  rules: {
    lockPatience: () => 4000,
  },
};
