import type { ControlPlaneMutant } from '../mutant.ts';

export const anyDaemonMaySpeak: ControlPlaneMutant = {
  id: 'any-daemon-may-speak',
  requirement: 'SAFE-1',
  side: 'control-plane',
  title: 'A daemon may start and end the tasks of any runtime, if it knows the claim.',
  rules: {
    mayUseTask: () => true,
  },
};
