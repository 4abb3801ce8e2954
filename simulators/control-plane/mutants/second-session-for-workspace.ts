import type { Order } from '../calls.ts';
import { findSession } from '../project-data/sessions.ts';
import type { ControlPlaneMutant } from './mutant.ts';

export const secondSessionForWorkspace: ControlPlaneMutant = {
  id: 'second-session-for-workspace',
  requirement: 'TASK-1',
  side: 'control-plane',
  title: 'The runner makes a second session for its workspace.',
  rules: {
    existingSession: (sql, order) => findSession(sql, order.sessionId) !== null,
    async sessionForWorkspace(project, order) {
      const second: Order = { ...order, sessionId: crypto.randomUUID() };
      await project.createSession(second);
      return second.sessionId;
    },
  },
};
