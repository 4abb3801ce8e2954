import type { ControlPlaneMutant } from '../mutant.ts';

export const archiveForEverybody: ControlPlaneMutant = {
  id: 'phase-archive-for-everybody',
  requirement: 'PHASE-10',
  side: 'control-plane',
  title: 'Any user of the project reads whatever is in the archive.',
  rules: {
    mayReadArchived: () => true,
  },
};
