import type { ControlPlaneMutant } from './mutant.ts';

export const secondWorkspace: ControlPlaneMutant = {
  id: 'second-workspace',
  requirement: 'TASK-7',
  side: 'control-plane',
  title: 'Recovery asks for a second workspace; the first stays up.',
  rules: {
    workspaceToAsk: (job) => (job.askedAt === null ? job.workspaceId : crypto.randomUUID()),
  },
};
