import type { ControlPlaneMutant } from './mutant.ts';

export const acceptedAfterStop: ControlPlaneMutant = {
  id: 'accepted-after-stop',
  requirement: 'TASK-12',
  side: 'control-plane',
  title: 'A stopped session stores new messages.',
  rules: {
    acceptsMessages: () => true,
  },
};
