import type { ControlPlaneMutant } from '../mutant.ts';

const day = 24 * 60 * 60 * 1000;

export const archiveAtMidnight: ControlPlaneMutant = {
  id: 'phase-archive-at-midnight',
  requirement: 'PHASE-10',
  side: 'control-plane',
  title: 'The archive runs at midnight.',
  rules: {
    archiveTime: (time) => Math.ceil(time / day) * day,
  },
};
