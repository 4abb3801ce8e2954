import type { ControlPlaneMutant } from '../mutant.ts';

export const deletedModelHides: ControlPlaneMutant = {
  id: 'phase-deleted-model-hides',
  requirement: 'PHASE-7',
  side: 'control-plane',
  title: 'A session is gone from lists with its model.',
  rules: {
    listedPhases: () => 'deleted_at IS NULL AND model_id NOT IN (SELECT model_id FROM phase_models)',
  },
};
