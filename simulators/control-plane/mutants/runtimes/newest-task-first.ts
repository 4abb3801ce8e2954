import type { AgentTaskRow } from '../../runtimes/rows.ts';
import type { ControlPlaneMutant } from '../mutant.ts';

export const newestTaskFirst: ControlPlaneMutant = {
  id: 'newest-task-first',
  requirement: 'RUN-7',
  side: 'control-plane',
  title: 'A claim takes the newest task that waits: the oldest may wait for ever.',
  rules: {
    claimableTask: (sql, runtimeId, now) =>
      sql
        .exec<AgentTaskRow>(
          `SELECT * FROM tasks WHERE runtime_id = ?
            AND (state = 'queued' OR (state = 'dispatched' AND claim_expires_at <= ?))
          ORDER BY created_at DESC, rowid DESC LIMIT 1`,
          runtimeId,
          now,
        )
        .toArray()[0] ?? null,
  },
};
