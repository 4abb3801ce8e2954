import type { ControlPlaneMutant } from '../mutant.ts';

export const deletedReadable: ControlPlaneMutant = {
  id: 'phase-deleted-readable',
  requirement: 'PHASE-4',
  side: 'control-plane',
  title: 'Whoever has the id of a deleted session reads it and goes on in it.',
  rules: {
    openPhase: (row) => row,
  },
};
