import type { ControlPlaneMutant } from '../mutant.ts';

const day = 24 * 60 * 60 * 1000;

export const archiveAMonth: ControlPlaneMutant = {
  id: 'phase-archive-a-month',
  requirement: 'PHASE-10',
  side: 'control-plane',
  title: 'The archive keeps a session for a month.',
  rules: {
    archiveEnds: (archivedAt) => archivedAt + 30 * day,
  },
};
