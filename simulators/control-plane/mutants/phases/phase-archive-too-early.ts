import type { ControlPlaneMutant } from '../mutant.ts';

export const archiveTooEarly: ControlPlaneMutant = {
  id: 'phase-archive-too-early',
  requirement: 'PHASE-10',
  side: 'control-plane',
  title: 'A run archives all that is deleted, also what was deleted a moment ago.',
  rules: {
    archivesUpTo: (now) => now,
  },
};
