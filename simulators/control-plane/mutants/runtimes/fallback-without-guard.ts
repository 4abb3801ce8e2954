import { correctRules } from '../../rules.ts';
import type { ControlPlaneMutant } from '../mutant.ts';

export const fallbackWithoutGuard: ControlPlaneMutant = {
  id: 'fallback-without-guard',
  requirement: 'RUN-2',
  side: 'control-plane',
  title: "Where the pointer of a chat does not match, the newest run's session is offered wherever it was made.",
  rules: {
    mayResume: (made, on, kind) => kind === 'chat' || correctRules.mayResume(made, on, kind),
  },
};
