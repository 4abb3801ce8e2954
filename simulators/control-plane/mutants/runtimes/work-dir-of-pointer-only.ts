import type { ControlPlaneMutant } from '../mutant.ts';

export const workDirOfPointerOnly: ControlPlaneMutant = {
  id: 'work-dir-of-pointer-only',
  requirement: 'RUN-3',
  side: 'control-plane',
  title: 'Only a pointer has a work directory to offer: the tasks of an issue begin in a new one each.',
  rules: {
    offeredWorkDir: (_session, [ofPointer = null]) => ofPointer,
  },
};
