import { countWait } from '../../rules/phase-locks.ts';
import type { ControlPlaneMutant } from '../mutant.ts';

export const timeoutsNotCounted: ControlPlaneMutant = {
  id: 'phase-timeouts-not-counted',
  requirement: 'PHASE-16',
  side: 'control-plane',
  title: 'Who waits in vain is counted as one who waited.',
  rules: {
    countWait: (waited) => countWait(waited, 'taken'),
  },
};
