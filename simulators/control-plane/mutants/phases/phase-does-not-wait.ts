import type { ControlPlaneMutant } from '../mutant.ts';

export const doesNotWait: ControlPlaneMutant = {
  id: 'phase-does-not-wait',
  requirement: 'PHASE-5',
  side: 'control-plane',
  title: 'A replacement does not wait for a lock: it is refused at once.',
  rules: {
    lockPatience: () => 0,
  },
};
