import type { ControlPlaneMutant } from '../mutant.ts';

export const replacementHoldsNothing: ControlPlaneMutant = {
  id: 'phase-replacement-holds-nothing',
  requirement: 'PHASE-5',
  side: 'control-plane',
  title: 'A replacement waits for locks, but takes none: others are given one while it is at work.',
  rules: {
    holdForReplacement: () => null,
  },
};
