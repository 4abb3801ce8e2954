import { cutPage } from '../rules/lists.ts';
import type { ControlPlaneMutant } from './mutant.ts';

export const silentTruncation: ControlPlaneMutant = {
  id: 'silent-truncation',
  requirement: 'TASK-18',
  side: 'control-plane',
  title: 'A list that was cut does not say so.',
  rules: {
    cutPage: (rows, limit) => ({ ...cutPage(rows, limit), nextCursor: null }),
  },
};
