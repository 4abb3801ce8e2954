import type { ControlPlaneMutant } from '../mutant.ts';

export const anyDaemonMayClaim: ControlPlaneMutant = {
  id: 'any-daemon-may-claim',
  requirement: 'SAFE-1',
  side: 'control-plane',
  title: 'A daemon may act for any runtime of the project.',
  rules: {
    mayActFor: () => true,
  },
};
