import type { ControlPlaneMutant } from '../mutant.ts';

export const removedTasksWait: ControlPlaneMutant = {
  id: 'removed-tasks-wait',
  requirement: 'RUN-10',
  side: 'control-plane',
  title: 'Tasks that wait for a runtime when it is removed wait for ever.',
  rules: {
    endedByRemoval: () => ['dispatched', 'running'],
  },
};
