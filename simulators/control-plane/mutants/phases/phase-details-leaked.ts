import { failureText } from '../../rules/phase-failures.ts';
import type { ControlPlaneMutant } from '../mutant.ts';

export const detailsLeaked: ControlPlaneMutant = {
  id: 'phase-details-leaked',
  requirement: 'PHASE-9',
  side: 'control-plane',
  title: 'What went wrong is told to the user as the store said it.',
  rules: {
    failureText: (code, cause) => `${failureText(code, cause)} (${String(cause)})`,
  },
};
