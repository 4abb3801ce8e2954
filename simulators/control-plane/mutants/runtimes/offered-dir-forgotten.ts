import type { ControlPlaneMutant } from '../mutant.ts';

export const offeredDirForgotten: ControlPlaneMutant = {
  id: 'offered-dir-forgotten',
  requirement: 'RUN-4',
  side: 'control-plane',
  title: 'A run that does not say where it worked ends without a work directory, though it was offered one.',
  rules: {
    workDirOfRun: (task, said) => said ?? task.work_dir,
  },
};
