import type { ControlPlaneMutant } from '../mutant.ts';

export const resultsWithOtherId: ControlPlaneMutant = {
  id: 'results-with-other-id',
  requirement: 'WEB-11',
  side: 'control-plane',
  title: 'Tool results come under an id of their own.',
  rules: {
    resultFor: () => crypto.randomUUID(),
  },
};
