import type { ControlPlaneMutant } from '../mutant.ts';

export const deletedModelNotLookedUp: ControlPlaneMutant = {
  id: 'phase-deleted-model-not-looked-up',
  requirement: 'PHASE-7',
  side: 'control-plane',
  title: 'A session is gone from lookups with its model.',
  rules: {
    visiblePhases: () => 'deleted_at IS NULL AND model_id NOT IN (SELECT model_id FROM phase_models)',
  },
};
