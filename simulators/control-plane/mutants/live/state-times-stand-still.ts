import type { ControlPlaneMutant } from '../mutant.ts';

export const stateTimesStandStill: ControlPlaneMutant = {
  id: 'state-times-stand-still',
  requirement: 'LIVE-10',
  side: 'control-plane',
  title: 'Changes of state within one millisecond have the same time.',
  rules: {
    stateTime: (_last, now) => now,
  },
};
