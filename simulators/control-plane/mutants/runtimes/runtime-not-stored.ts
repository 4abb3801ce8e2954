import type { ControlPlaneMutant } from '../mutant.ts';

export const runtimeNotStored: ControlPlaneMutant = {
  id: 'runtime-not-stored',
  requirement: 'RUN-4',
  side: 'control-plane',
  title: 'The end of a run stores its session and work directory, and leaves the runtime of the one before.',
  rules: {
    pointerAfterEnd: (pointer, run) => (run.session_id === null ? pointer : { ...run, runtime_id: pointer.runtime_id }),
  },
};
