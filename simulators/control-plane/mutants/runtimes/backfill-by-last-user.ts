import type { ControlPlaneMutant } from '../mutant.ts';

export const backfillByLastUser: ControlPlaneMutant = {
  id: 'backfill-by-last-user',
  requirement: 'RUN-6',
  side: 'control-plane',
  title: 'A pointer is paired with the last run that had its session, not with the one that made it.',
  rules: {
    backfillRuntime: (session, runs) => runs.findLast((run) => run.session_id === session)?.runtime_id ?? null,
  },
};
