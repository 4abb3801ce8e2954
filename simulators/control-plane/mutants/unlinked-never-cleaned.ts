import type { ControlPlaneMutant } from './mutant.ts';

export const unlinkedNeverCleaned: ControlPlaneMutant = {
  id: 'unlinked-never-cleaned',
  requirement: 'TASK-14',
  side: 'control-plane',
  title: 'A session without a link is never cleaned up.',
  rules: {
    cleansUp: (session) => session.status === 'active' && session.workspace_id !== null,
  },
};
