import type { ControlPlaneMutant } from '../mutant.ts';

export const deletedModelShown: ControlPlaneMutant = {
  id: 'phase-deleted-model-shown',
  requirement: 'PHASE-7',
  side: 'control-plane',
  title: 'The session of a deleted model is shown with its name, as if it were there.',
  rules: {
    modelName: (row) => row.model_id,
  },
};
