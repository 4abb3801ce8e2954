import { correctRules } from '../../rules.ts';
import type { ControlPlaneMutant } from '../mutant.ts';

export const issueWithoutGuard: ControlPlaneMutant = {
  id: 'issue-without-guard',
  requirement: 'RUN-1',
  side: 'control-plane',
  title: 'The prior session of an issue is offered on whatever runtime its next task runs.',
  rules: {
    mayResume: (made, on, kind) => kind === 'issue' || correctRules.mayResume(made, on, kind),
  },
};
