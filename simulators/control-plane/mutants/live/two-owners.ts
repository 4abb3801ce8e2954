import type { ControlPlaneMutant } from '../mutant.ts';

export const twoOwners: ControlPlaneMutant = {
  id: 'two-owners',
  requirement: 'LIVE-13',
  side: 'control-plane',
  title: 'A second device sends, and the first is not told.',
  rules: {
    takesOver: () => false,
  },
};
