import type { ControlPlaneMutant } from '../mutant.ts';

export const zombieLeftRunning: ControlPlaneMutant = {
  id: 'zombie-left-running',
  requirement: 'LIVE-7',
  side: 'control-plane',
  title: 'A loop that has to go is taken out of the registry and left running.',
  rules: {
    abortLoop: (loops, sessionId) => loops.forget(sessionId),
  },
};
