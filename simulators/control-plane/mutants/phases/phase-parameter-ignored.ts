import { modelChange } from '../../rules/phase-starts.ts';
import type { ControlPlaneMutant } from '../mutant.ts';

export const parameterIgnored: ControlPlaneMutant = {
  id: 'phase-parameter-ignored',
  requirement: 'PHASE-3',
  side: 'control-plane',
  title: 'The reasoning effort was added later, and nobody compares it.',
  rules: {
    modelChange: (has, wanted) => {
      const parameters = { ...wanted.parameters, reasoning_effort: has.parameters.reasoning_effort ?? '' };
      const plain =
        has.parameters.reasoning_effort === undefined ? { ...has.parameters, reasoning_effort: '' } : has.parameters;
      return modelChange({ ...has, parameters: plain }, { ...wanted, parameters });
    },
  },
};
