import type { ControlPlaneMutant } from '../mutant.ts';

export const cancelledFirst: ControlPlaneMutant = {
  id: 'phase-cancelled-first',
  requirement: 'PHASE-13',
  side: 'control-plane',
  title: 'The old session is cancelled in a step of its own: when creating fails it runs no more.',
  rules: {
    commitStart: async (project, order, lockId) => {
      if (!order.replace) return project.commitPhase(order, lockId);
      const { sessionId } = order.replace;
      const cancelled = await project.cancelPhase({ sessionId, userId: order.userId });
      const replace = cancelled.ok ? { sessionId, version: cancelled.value.version } : order.replace;
      return project.commitPhase({ ...order, replace }, lockId);
    },
  },
};
