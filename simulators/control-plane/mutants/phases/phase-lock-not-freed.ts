import type { ControlPlaneMutant } from '../mutant.ts';

export const lockNotFreed: ControlPlaneMutant = {
  id: 'phase-lock-not-freed',
  requirement: 'PHASE-5',
  side: 'control-plane',
  title: 'Who frees a lock is told so, and everybody waits until its lease ends.',
  rules: {
    freeLock: () => {},
  },
};
