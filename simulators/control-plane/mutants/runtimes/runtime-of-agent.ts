import type { ControlPlaneMutant } from '../mutant.ts';

export const runtimeOfAgent: ControlPlaneMutant = {
  id: 'runtime-of-agent',
  requirement: 'RUN-5',
  side: 'control-plane',
  title: 'What may be resumed is decided by the runtime that the agent has now.',
  rules: {
    decidingRuntime: (task, agent) => agent?.runtime_id ?? task.runtime_id,
  },
};
