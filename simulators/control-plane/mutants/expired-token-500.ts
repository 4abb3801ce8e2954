import type { ControlPlaneMutant } from './mutant.ts';

export const expiredToken500: ControlPlaneMutant = {
  id: 'expired-token-500',
  requirement: 'SAFE-1',
  side: 'control-plane',
  title: 'An expired token is answered with 500.',
  rules: {
    expiredToken: () => 'internal_error',
  },
};
