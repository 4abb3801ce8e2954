import { modelChange } from '../../rules/phase-starts.ts';
import type { ControlPlaneMutant } from '../mutant.ts';

export const everyParameterCounts: ControlPlaneMutant = {
  id: 'phase-every-parameter-counts',
  requirement: 'PHASE-3',
  side: 'control-plane',
  title: 'Any other parameter is taken for another model.',
  rules: {
    modelChange: (has, wanted) =>
      modelChange(has, wanted) ??
      (JSON.stringify(has.parameters) === JSON.stringify(wanted.parameters) ? null : 'parameters'),
  },
};
