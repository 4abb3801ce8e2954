import type { ControlPlaneMutant } from '../mutant.ts';

export const silentRuntimeOnline: ControlPlaneMutant = {
  id: 'silent-runtime-online',
  requirement: 'RUN-10',
  side: 'control-plane',
  title: 'A runtime that has fallen silent is shown as online.',
  rules: {
    runtimeStatus: (runtime) => (runtime.removed ? 'removed' : 'online'),
  },
};
