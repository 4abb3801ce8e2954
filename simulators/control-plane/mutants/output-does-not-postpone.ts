import { cleanupDue } from '../rules/sessions.ts';
import type { ControlPlaneMutant } from './mutant.ts';

export const outputDoesNotPostpone: ControlPlaneMutant = {
  id: 'output-does-not-postpone',
  requirement: 'TASK-14',
  side: 'control-plane',
  title: 'What the agent writes does not start the idle period again.',
  rules: {
    cleanupDue: (due, now, stored) =>
      stored.some((message) => message.role === 'user') ? cleanupDue(due, now, stored) : due,
  },
};
