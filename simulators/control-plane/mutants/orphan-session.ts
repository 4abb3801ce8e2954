import type { ControlPlaneMutant } from './mutant.ts';
import { makeSessionThenMessage, storeSessionAlone } from './session-in-two-steps.ts';

export const orphanSession: ControlPlaneMutant = {
  id: 'orphan-session',
  requirement: 'TASK-2',
  side: 'control-plane',
  title: 'Session and first message are two calls: when the second fails, the session stays without a task.',
  rules: {
    storeSession: storeSessionAlone,
    makeSession: makeSessionThenMessage,
  },
};
