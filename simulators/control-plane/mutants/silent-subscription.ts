import type { ControlPlaneMutant } from './mutant.ts';

export const silentSubscription: ControlPlaneMutant = {
  id: 'silent-subscription',
  requirement: 'TASK-19',
  side: 'control-plane',
  title: 'Subscribing to a session that does not exist is accepted.',
  rules: {
    mayFollow: () => true,
  },
};
