import type { ControlPlaneMutant } from '../mutant.ts';

export const workDirMovesAlone: ControlPlaneMutant = {
  id: 'work-dir-moves-alone',
  requirement: 'RUN-4',
  side: 'control-plane',
  title: 'A run without a session leaves its work directory and runtime at the chat, beside the session of another.',
  rules: {
    pointerAfterEnd: (pointer, run) => ({ ...run, session_id: run.session_id ?? pointer.session_id }),
  },
};
