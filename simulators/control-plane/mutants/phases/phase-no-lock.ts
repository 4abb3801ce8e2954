import type { ControlPlaneMutant } from '../mutant.ts';

export const noLock: ControlPlaneMutant = {
  id: 'phase-no-lock',
  requirement: 'PHASE-5',
  side: 'control-plane',
  title: 'A replacement asks nobody: it goes on while another user holds the session.',
  rules: {
    replacementLocks: () => false,
  },
};
