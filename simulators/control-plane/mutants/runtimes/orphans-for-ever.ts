import type { ControlPlaneMutant } from '../mutant.ts';

export const orphansForEver: ControlPlaneMutant = {
  id: 'orphans-for-ever',
  requirement: 'RUN-8',
  side: 'control-plane',
  title: 'A task that lets its daemon crash is queued again each time, for ever.',
  rules: {
    orphanOutcome: () => 'queue',
  },
};
