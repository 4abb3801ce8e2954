import type { ControlPlaneMutant } from '../mutant.ts';

export const noLease: ControlPlaneMutant = {
  id: 'no-lease',
  requirement: 'RUN-7',
  side: 'control-plane',
  title: 'A task that was claimed and is not started yet is given to the next who asks.',
  rules: {
    leaseEnd: (now) => now,
  },
};
