import type { ControlPlaneMutant } from '../mutant.ts';

export const secondRecord: ControlPlaneMutant = {
  id: 'second-record',
  requirement: 'WEB-16',
  side: 'control-plane',
  title: 'A record that is made again is another record under the same id.',
  rules: {
    createDecision: (existing, userId) => (existing && existing.user_id !== userId ? 'taken' : 'create'),
  },
};
