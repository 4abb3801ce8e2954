import type { ControlPlaneMutant } from '../mutant.ts';

export const emptySessionsKept: ControlPlaneMutant = {
  id: 'empty-sessions-kept',
  requirement: 'WEB-1',
  side: 'control-plane',
  title: 'Sessions without a message are kept for ever.',
  rules: {
    emptyDue: () => null,
  },
};
