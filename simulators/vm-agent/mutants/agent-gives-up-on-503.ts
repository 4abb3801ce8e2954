import { correctRules, type VmAgentMutant } from '../rules.ts';

export const givesUpOn503: VmAgentMutant = {
  id: 'agent-gives-up-on-503',
  requirement: 'TASK-11',
  side: 'vm-agent',
  title: 'The VM agent drops the batch that was answered 503',
  rules: {
    readStatus: (status, code) =>
      status === 503 ? { next: 'go-on', keep: false } : correctRules.readStatus(status, code),
  },
};
