import type { ControlPlaneMutant } from '../mutant.ts';

export const deletedFirst: ControlPlaneMutant = {
  id: 'phase-deleted-first',
  requirement: 'PHASE-13',
  side: 'control-plane',
  title: 'The old session is deleted before the new one is there: when creating fails there is none.',
  rules: {
    commitStart: async (project, order, lockId) => {
      if (order.replace) await project.deletePhases(order.userId, [order.replace.sessionId]);
      return project.commitPhase({ ...order, replace: null }, lockId);
    },
  },
};
