import type { AgentTaskRow } from '../../runtimes/rows.ts';
import type { ControlPlaneMutant } from '../mutant.ts';

export const failedRunNotResumed: ControlPlaneMutant = {
  id: 'failed-run-not-resumed',
  requirement: 'RUN-1',
  side: 'control-plane',
  title: 'Only runs that completed are resumed: the session of one that failed is forgotten.',
  rules: {
    priorRun: (sql, task) =>
      sql
        .exec<AgentTaskRow>(
          `SELECT * FROM tasks WHERE agent_id = ? AND issue_id IS ? AND chat_id IS ? AND state = 'completed'
            AND session_id IS NOT NULL ORDER BY finished_at DESC, id DESC LIMIT 1`,
          task.agent_id,
          task.issue_id,
          task.chat_id,
        )
        .toArray()[0] ?? null,
  },
};
