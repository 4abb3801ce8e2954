import { startDecision } from '../../rules/phase-starts.ts';
import type { ControlPlaneMutant } from '../mutant.ts';

export const replacesUnasked: ControlPlaneMutant = {
  id: 'phase-replaces-unasked',
  requirement: 'PHASE-2',
  side: 'control-plane',
  title: 'Another model replaces what is there, whether anybody agreed or not.',
  rules: {
    startDecision: (rules, current, wanted, intent) => startDecision(rules, current, wanted, intent ?? current),
  },
};
