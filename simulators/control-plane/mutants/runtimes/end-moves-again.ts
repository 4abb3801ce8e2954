import { correctRules } from '../../rules.ts';
import type { ControlPlaneMutant } from '../mutant.ts';

export const endMovesAgain: ControlPlaneMutant = {
  id: 'end-moves-again',
  requirement: 'RUN-4',
  side: 'control-plane',
  title: 'An end that is said again ends the task again, and moves the pointer back to it.',
  rules: {
    endDecision: (state, end) => (state === end ? 'end' : correctRules.endDecision(state, end)),
  },
};
