import type { ControlPlaneMutant } from './mutant.ts';

export const foreignProjectShows: ControlPlaneMutant = {
  id: 'foreign-project-shows',
  requirement: 'SAFE-1',
  side: 'control-plane',
  title: 'A token of another project learns that the project exists.',
  rules: {
    foreignProject: () => 'forbidden',
  },
};
