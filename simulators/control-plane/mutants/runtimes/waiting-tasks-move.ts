import type { ControlPlaneMutant } from '../mutant.ts';

export const waitingTasksMove: ControlPlaneMutant = {
  id: 'waiting-tasks-move',
  requirement: 'RUN-5',
  side: 'control-plane',
  title: 'Tasks that wait go with their agent to its new runtime.',
  rules: {
    tasksOnMove: (sql, agentId, runtimeId) => {
      sql.exec("UPDATE tasks SET runtime_id = ? WHERE agent_id = ? AND state = 'queued'", runtimeId, agentId);
    },
  },
};
