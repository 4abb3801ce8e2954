import { correctRules, type VmAgentMutant } from '../rules.ts';

export const dropsOn401: VmAgentMutant = {
  id: 'agent-drops-on-401',
  requirement: 'TASK-11',
  side: 'vm-agent',
  title: 'The VM agent drops the batch that was refused with 401',
  rules: {
    readStatus: (status, code) =>
      status === 401 ? { next: 'wait-for-token', keep: false } : correctRules.readStatus(status, code),
  },
};
