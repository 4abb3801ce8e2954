import type { ControlPlaneMutant } from '../mutant.ts';

export const deletedModelRuns: ControlPlaneMutant = {
  id: 'phase-deleted-model-runs',
  requirement: 'PHASE-7',
  side: 'control-plane',
  title: 'Nobody asks whether a model is still there before something runs with it.',
  rules: {
    modelObjection: () => null,
  },
};
