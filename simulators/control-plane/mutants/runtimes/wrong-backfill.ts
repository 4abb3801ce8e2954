import type { ControlPlaneMutant } from '../mutant.ts';

export const wrongBackfill: ControlPlaneMutant = {
  id: 'wrong-backfill',
  requirement: 'RUN-6',
  side: 'control-plane',
  title: 'The backfill gives each pointer the runtime of the newest run of its chat, whoever made the session.',
  rules: {
    backfillRuntime: (_session, runs) => runs.at(-1)?.runtime_id ?? null,
  },
};
