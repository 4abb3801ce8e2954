import type { ControlPlaneMutant } from '../mutant.ts';

const year = 365 * 24 * 60 * 60 * 1000;

export const archiveNeverPurged: ControlPlaneMutant = {
  id: 'phase-archive-never-purged',
  requirement: 'PHASE-10',
  side: 'control-plane',
  title: 'The archive keeps a session for good.',
  rules: {
    archiveEnds: (archivedAt) => archivedAt + 100 * year,
  },
};
