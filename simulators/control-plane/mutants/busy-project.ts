import { StoreFailure } from '../failures.ts';
import { makeSession } from '../rules/submits.ts';
import type { ControlPlaneMutant } from './mutant.ts';

const busy = new Set<string>();

export const busyProject: ControlPlaneMutant = {
  id: 'busy-project',
  requirement: 'TASK-16',
  side: 'control-plane',
  title: 'While one submit makes its session, others of the project are turned away.',
  rules: {
    async makeSession(project, order) {
      if (busy.has(order.projectId)) throw new StoreFailure('the session', true, 'another submit is under way');
      busy.add(order.projectId);
      try {
        await makeSession(project, order);
      } finally {
        busy.delete(order.projectId);
      }
    },
  },
};
