import type { ControlPlaneMutant } from '../mutant.ts';

export const lostClaimLostTask: ControlPlaneMutant = {
  id: 'lost-claim-lost-task',
  requirement: 'RUN-7',
  side: 'control-plane',
  title: 'A claim that is said again gives nothing, so that a task whose answer was lost waits for its lease.',
  rules: {
    repeatedClaim: () => 'nothing',
  },
};
