import type { ControlPlaneMutant } from '../mutant.ts';

export const endedToActive: ControlPlaneMutant = {
  id: 'ended-to-active',
  requirement: 'LIVE-10',
  side: 'control-plane',
  title: 'An ended session is made active again without being created and started.',
  rules: {
    stateOnResume: () => 'ACTIVE',
  },
};
