import type { ControlPlaneMutant } from '../mutant.ts';

export const anyIntent: ControlPlaneMutant = {
  id: 'phase-any-intent',
  requirement: 'PHASE-2',
  side: 'control-plane',
  title: 'Whoever agreed to lose some session loses the one that is there.',
  rules: {
    intentFits: (current) => current !== null,
  },
};
