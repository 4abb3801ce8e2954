import { nextPhaseState } from '../../rules/phase-life.ts';
import type { ControlPlaneMutant } from '../mutant.ts';

export const cancelNeedsAStart: ControlPlaneMutant = {
  id: 'phase-cancel-needs-a-start',
  requirement: 'PHASE-18',
  side: 'control-plane',
  title: 'A session that was not begun cannot be cancelled.',
  rules: {
    nextPhaseState: (state, wanted) =>
      state === 'created' && wanted === 'cancelled' ? 'session_not_started' : nextPhaseState(state, wanted),
  },
};
