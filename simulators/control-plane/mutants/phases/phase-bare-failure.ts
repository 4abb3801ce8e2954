import { failureText } from '../../rules/phase-failures.ts';
import type { ControlPlaneMutant } from '../mutant.ts';

export const bareFailure: ControlPlaneMutant = {
  id: 'phase-bare-failure',
  requirement: 'PHASE-9',
  side: 'control-plane',
  title: 'That the server is out of reach is told in words of engineers.',
  rules: {
    failureText: (code, cause) => (code === 'unavailable' ? 'Service Unavailable' : failureText(code, cause)),
  },
};
