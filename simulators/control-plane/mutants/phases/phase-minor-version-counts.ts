import { modelChange } from '../../rules/phase-starts.ts';
import type { ControlPlaneMutant } from '../mutant.ts';

export const minorVersionCounts: ControlPlaneMutant = {
  id: 'phase-minor-version-counts',
  requirement: 'PHASE-3',
  side: 'control-plane',
  title: 'Another minor version is taken for another model.',
  rules: {
    modelChange: (has, wanted) =>
      modelChange(has, wanted) ?? (has.model.version === wanted.model.version ? null : 'version'),
  },
};
