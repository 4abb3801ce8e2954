import { correctRules } from '../../rules.ts';
import type { AgentTaskRow } from '../../runtimes/rows.ts';
import type { ControlPlaneMutant } from '../mutant.ts';

export const oldestRunOfIssue: ControlPlaneMutant = {
  id: 'oldest-run-of-issue',
  requirement: 'RUN-1',
  side: 'control-plane',
  title: 'The first run of an issue is taken for its newest, and its session is offered after others have worked on.',
  rules: {
    priorRun: (sql, task) =>
      task.chat_id !== null
        ? correctRules.priorRun(sql, task)
        : (sql
            .exec<AgentTaskRow>(
              `SELECT * FROM tasks WHERE agent_id = ? AND issue_id = ? AND state IN ('completed', 'failed')
                AND session_id IS NOT NULL ORDER BY finished_at, id LIMIT 1`,
              task.agent_id,
              task.issue_id ?? '',
            )
            .toArray()[0] ?? null),
  },
};
