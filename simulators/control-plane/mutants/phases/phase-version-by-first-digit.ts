import { modelChange } from '../../rules/phase-starts.ts';
import type { ControlPlaneMutant } from '../mutant.ts';

export const versionByFirstDigit: ControlPlaneMutant = {
  id: 'phase-version-by-first-digit',
  requirement: 'PHASE-3',
  side: 'control-plane',
  title: 'Of a version only the first digit is looked at: 10 is like 1.',
  rules: {
    modelChange: (has, wanted) => {
      const reason = modelChange(has, wanted);
      return reason === 'version' && has.model.version[0] === wanted.model.version[0] ? null : reason;
    },
  },
};
