import type { ControlPlaneMutant } from './mutant.ts';

export const cursorByTime: ControlPlaneMutant = {
  id: 'cursor-by-time',
  requirement: 'TASK-18',
  side: 'control-plane',
  title: 'The cursor of a list is a time only: rows of the same millisecond are lost.',
  rules: {
    pageCondition: (after) => (after ? { sql: 'created_at < ?', values: [after.createdAt] } : { sql: '1', values: [] }),
  },
};
