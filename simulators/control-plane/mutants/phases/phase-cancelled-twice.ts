import { nextPhaseState } from '../../rules/phase-life.ts';
import type { ControlPlaneMutant } from '../mutant.ts';

export const cancelledTwice: ControlPlaneMutant = {
  id: 'phase-cancelled-twice',
  requirement: 'PHASE-18',
  side: 'control-plane',
  title: 'Cancelling again is another change, and another event.',
  rules: {
    nextPhaseState: (state, wanted) =>
      state === 'cancelled' && wanted === 'cancelled' ? 'cancelled' : nextPhaseState(state, wanted),
  },
};
