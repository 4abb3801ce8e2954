import type { ControlPlaneMutant } from '../mutant.ts';

export const titleOverAnother: ControlPlaneMutant = {
  id: 'phase-title-over-another',
  requirement: 'PHASE-6',
  side: 'control-plane',
  title: 'A title is written over the one that came between.',
  rules: {
    titleFits: () => true,
  },
};
