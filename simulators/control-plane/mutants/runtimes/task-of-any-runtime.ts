import type { AgentTaskRow } from '../../runtimes/rows.ts';
import type { ControlPlaneMutant } from '../mutant.ts';

export const taskOfAnyRuntime: ControlPlaneMutant = {
  id: 'task-of-any-runtime',
  requirement: 'RUN-7',
  side: 'control-plane',
  title: 'A claim takes the oldest task that waits, whichever runtime it is for.',
  rules: {
    claimableTask: (sql, _runtimeId, now) =>
      sql
        .exec<AgentTaskRow>(
          `SELECT * FROM tasks WHERE state = 'queued' OR (state = 'dispatched' AND claim_expires_at <= ?)
          ORDER BY created_at, rowid LIMIT 1`,
          now,
        )
        .toArray()[0] ?? null,
  },
};
