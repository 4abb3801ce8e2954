import { startDecision } from '../../rules/phase-starts.ts';
import type { ControlPlaneMutant } from '../mutant.ts';

export const alwaysNew: ControlPlaneMutant = {
  id: 'phase-always-new',
  requirement: 'PHASE-1',
  side: 'control-plane',
  title: 'A phase that is started again gets another session, beside the one that it has.',
  rules: {
    startDecision: (rules, current, wanted, intent) => {
      const decision = startDecision(rules, current, wanted, intent);
      return decision.do === 'existing' ? { do: 'create' } : decision;
    },
  },
};
