import type { ControlPlaneMutant } from '../mutant.ts';

export const decidedOnce: ControlPlaneMutant = {
  id: 'phase-decided-once',
  requirement: 'PHASE-1',
  side: 'control-plane',
  title:
    'Whether a phase has a session is asked before its task is looked for, and not again: two starts at once make two.',
  rules: {
    sessionAtLast: (current, found) => (found === null ? null : current),
  },
};
