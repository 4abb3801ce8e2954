import type { ControlPlaneMutant } from '../mutant.ts';

export const deletedListed: ControlPlaneMutant = {
  id: 'phase-deleted-listed',
  requirement: 'PHASE-4',
  side: 'control-plane',
  title: 'A list shows deleted sessions among the others.',
  rules: {
    listedPhases: () => '1',
  },
};
