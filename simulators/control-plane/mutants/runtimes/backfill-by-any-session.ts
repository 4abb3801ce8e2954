import { correctRules } from '../../rules.ts';
import type { ControlPlaneMutant } from '../mutant.ts';

export const backfillByAnySession: ControlPlaneMutant = {
  id: 'backfill-by-any-session',
  requirement: 'RUN-6',
  side: 'control-plane',
  title: 'A pointer that no run of its chat has made gets the runtime of the newest run, so that none stays unknown.',
  rules: {
    backfillRuntime: (session, runs) => correctRules.backfillRuntime(session, runs) ?? runs.at(-1)?.runtime_id ?? null,
  },
};
