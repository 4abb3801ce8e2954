import type { ControlPlaneMutant } from '../mutant.ts';

export const archiveNoRetry: ControlPlaneMutant = {
  id: 'phase-archive-no-retry',
  requirement: 'PHASE-10',
  side: 'control-plane',
  title: 'A session that fails once is given up.',
  rules: {
    archiveRetry: () => null,
  },
};
