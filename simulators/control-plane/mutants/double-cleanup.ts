import { limits } from '../../../contracts/wire/index.ts';
import { type Deadline, dueDeadlines } from '../project-data/deadlines.ts';
import type { ControlPlaneMutant } from './mutant.ts';

export const doubleCleanup: ControlPlaneMutant = {
  id: 'double-cleanup',
  requirement: 'TASK-14',
  side: 'control-plane',
  title: 'An alarm that rings twice or late cleans up again what was cleaned up.',
  rules: {
    cleansUp: () => true,
    dueDeadlines: (sql, now) => [
      ...dueDeadlines(sql, now),
      ...sql
        .exec<Deadline>(
          `SELECT 'cleanup' AS kind, id AS session_id, 0 AS due, 0 AS attempt FROM sessions
          WHERE outcome = 'completed' AND agent_completed_at <= ?`,
          now - limits.idlePeriod,
        )
        .toArray(),
    ],
  },
};
