import { correctRules } from '../../rules.ts';
import type { ControlPlaneMutant } from '../mutant.ts';

export const workDirWithSession: ControlPlaneMutant = {
  id: 'work-dir-with-session',
  requirement: 'RUN-3',
  side: 'control-plane',
  title: 'The work directory is cleared together with the session that cannot be resumed.',
  rules: {
    offeredWorkDir: (session, candidates) =>
      session === null ? null : correctRules.offeredWorkDir(session, candidates),
  },
};
