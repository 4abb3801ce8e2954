import type { ControlPlaneMutant } from '../mutant.ts';

export const lastStatusWins: ControlPlaneMutant = {
  id: 'phase-last-status-wins',
  requirement: 'PHASE-18',
  side: 'control-plane',
  title: 'Whoever ends a session last says how it ended.',
  rules: {
    nextPhaseState: (state, wanted) => (state === wanted ? 'same' : wanted),
  },
};
