import type { ControlPlaneMutant } from '../mutant.ts';

export const orphansFail: ControlPlaneMutant = {
  id: 'orphans-fail',
  requirement: 'RUN-8',
  side: 'control-plane',
  title: 'A task fails as soon as its daemon is gone, without a second attempt.',
  rules: {
    orphanOutcome: () => 'fail',
  },
};
