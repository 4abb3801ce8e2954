import type { ControlPlaneMutant } from '../mutant.ts';

export const endsTwice: ControlPlaneMutant = {
  id: 'ends-twice',
  requirement: 'LIVE-11',
  side: 'control-plane',
  title: 'The end of a turn is stored twice.',
  rules: {
    terminals: (event) => [event, event],
  },
};
