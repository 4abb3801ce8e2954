import type { ControlPlaneMutant } from './mutant.ts';

export const malformedBody500: ControlPlaneMutant = {
  id: 'malformed-body-500',
  requirement: 'SAFE-2',
  side: 'control-plane',
  title: 'A malformed body is answered with 500.',
  rules: {
    malformedBody: () => 'internal_error',
  },
};
