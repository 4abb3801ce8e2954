import { startRefusal } from '../../rules/phase-failures.ts';
import type { ControlPlaneMutant } from '../mutant.ts';

export const refusalDetails: ControlPlaneMutant = {
  id: 'phase-refusal-details',
  requirement: 'PHASE-9',
  side: 'control-plane',
  title: 'A refusal says which statement changed no row, instead of its text.',
  rules: {
    startRefusal: (code) =>
      code === 'replaced_meanwhile' ? 'UPDATE phase_sessions SET state = ?: 0 rows' : startRefusal(code),
  },
};
