import type { ControlPlaneMutant } from '../mutant.ts';

export const lostClaimHeard: ControlPlaneMutant = {
  id: 'lost-claim-heard',
  requirement: 'RUN-7',
  side: 'control-plane',
  title: 'A daemon whose claim has lost its task may still start and end it.',
  rules: {
    holdsClaim: () => true,
  },
};
