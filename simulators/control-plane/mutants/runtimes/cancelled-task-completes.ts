import { correctRules } from '../../rules.ts';
import type { ControlPlaneMutant } from '../mutant.ts';

export const cancelledTaskCompletes: ControlPlaneMutant = {
  id: 'cancelled-task-completes',
  requirement: 'RUN-4',
  side: 'control-plane',
  title: 'A task that was called off still completes when its run ends.',
  rules: {
    endDecision: (state, end) => (state === 'cancelled' ? 'end' : correctRules.endDecision(state, end)),
  },
};
