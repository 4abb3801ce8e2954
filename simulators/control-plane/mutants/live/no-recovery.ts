import type { ControlPlaneMutant } from '../mutant.ts';

export const noRecovery: ControlPlaneMutant = {
  id: 'no-recovery',
  requirement: 'LIVE-11',
  side: 'control-plane',
  title: 'After a restart sessions stay as they were, though no loop is left.',
  rules: {
    recoverSession: () => {},
  },
};
