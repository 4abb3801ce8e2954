import { modelChange } from '../../rules/phase-starts.ts';
import type { ControlPlaneMutant } from '../mutant.ts';

export const missingParameterIgnored: ControlPlaneMutant = {
  id: 'phase-missing-parameter-ignored',
  requirement: 'PHASE-3',
  side: 'control-plane',
  title: 'A critical parameter that is not given is taken for the value that the session has.',
  rules: {
    modelChange: (has, wanted) =>
      modelChange(has, { ...wanted, parameters: { ...has.parameters, ...wanted.parameters } }),
  },
};
