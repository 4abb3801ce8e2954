import { correctRules } from '../../rules.ts';
import type { ControlPlaneMutant } from '../mutant.ts';

export const noFallback: ControlPlaneMutant = {
  id: 'no-fallback',
  requirement: 'RUN-2',
  side: 'control-plane',
  title: 'A chat whose pointer does not match begins anew, though its newest run was on this runtime.',
  rules: {
    mayResume: (made, on, kind) => kind !== 'chat' && correctRules.mayResume(made, on, kind),
  },
};
