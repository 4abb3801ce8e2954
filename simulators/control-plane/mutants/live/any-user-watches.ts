import type { ControlPlaneMutant } from '../mutant.ts';

export const anyUserWatches: ControlPlaneMutant = {
  id: 'any-user-watches',
  requirement: 'SAFE-3',
  side: 'control-plane',
  title: "Any user of the project may watch anybody's session.",
  rules: {
    mayOpenLive: () => true,
  },
};
