import type { ControlPlaneMutant } from '../mutant.ts';

export const workDirNotMoved: ControlPlaneMutant = {
  id: 'work-dir-not-moved',
  requirement: 'RUN-4',
  side: 'control-plane',
  title: 'The first work directory of a chat stays, whichever run its session comes from.',
  rules: {
    pointerAfterEnd: (pointer, run) =>
      run.session_id === null ? pointer : { ...run, work_dir: pointer.work_dir ?? run.work_dir },
  },
};
