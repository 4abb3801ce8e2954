import type { ControlPlaneMutant } from './mutant.ts';

export const countersOnly: ControlPlaneMutant = {
  id: 'counters-only',
  requirement: 'TASK-8',
  side: 'control-plane',
  title: 'A batch is answered with two counters and no results.',
  rules: {
    batchAnswer: (results) => ({
      results: [],
      persisted: results.filter((result) => result.status === 'stored').length,
      duplicates: results.filter((result) => result.status === 'duplicate').length,
    }),
  },
};
