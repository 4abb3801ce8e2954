import type { ControlPlaneMutant } from '../mutant.ts';

export const runningFromRegistry: ControlPlaneMutant = {
  id: 'running-from-registry',
  requirement: 'LIVE-4',
  side: 'control-plane',
  title: 'A session is said to be running whenever a loop is registered for it.',
  rules: {
    runningNow: (_operation, _state, registered) => registered === 'loop',
  },
};
