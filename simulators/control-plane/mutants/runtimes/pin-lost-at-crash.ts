import type { ControlPlaneMutant } from '../mutant.ts';

export const pinLostAtCrash: ControlPlaneMutant = {
  id: 'pin-lost-at-crash',
  requirement: 'RUN-8',
  side: 'control-plane',
  title: 'A task that is queued again forgets the session and work directory that its run had said.',
  rules: {
    keptOnRecovery: () => ({ session_id: null, work_dir: null }),
  },
};
