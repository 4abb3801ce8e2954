import type { ControlPlaneMutant } from '../mutant.ts';

export const idleNeverEnds: ControlPlaneMutant = {
  id: 'idle-never-ends',
  requirement: 'LIVE-5',
  side: 'control-plane',
  title: 'A session in which nothing happens any more is never ended.',
  rules: {
    idleDue: () => null,
  },
};
