import { correctRules, type VmAgentMutant } from '../rules.ts';

export const retries400: VmAgentMutant = {
  id: 'agent-retries-400',
  requirement: 'TASK-11',
  side: 'vm-agent',
  title: 'The VM agent sends a batch that was refused with 400 again, unchanged, for ever',
  rules: {
    readStatus: (status, code) =>
      status === 400 ? { next: 'retry', keep: true } : correctRules.readStatus(status, code),
  },
};
