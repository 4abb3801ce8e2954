import { limits } from '../../../../contracts/wire/index.ts';
import type { ControlPlaneMutant } from '../mutant.ts';

export const silenceUnnoticed: ControlPlaneMutant = {
  id: 'silence-unnoticed',
  requirement: 'RUN-8',
  side: 'control-plane',
  title: 'A task stays running for an hour after its runtime has fallen silent.',
  rules: {
    silenceDue: (runtime) => runtime.last_heartbeat_at + 12 * limits.runtimeSilence,
  },
};
