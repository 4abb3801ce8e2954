import { countWait } from '../../rules/phase-locks.ts';
import type { ControlPlaneMutant } from '../mutant.ts';

export const refusedWaitsNotCounted: ControlPlaneMutant = {
  id: 'phase-refused-waits-not-counted',
  requirement: 'PHASE-16',
  side: 'control-plane',
  title: 'Only who got a lock in the end counts as one who waited.',
  rules: {
    countWait: (waited, end) => (end === 'taken' ? countWait(waited, end) : []),
  },
};
