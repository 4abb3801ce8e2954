import type { ControlPlaneMutant } from '../mutant.ts';

export const deletedModelUnnamed: ControlPlaneMutant = {
  id: 'phase-deleted-model-unnamed',
  requirement: 'PHASE-7',
  side: 'control-plane',
  title: 'That a model was deleted is told without its name.',
  rules: {
    modelObjection: ({ state }) => (state === 'deleted' ? 'The model was deleted.' : null),
  },
};
