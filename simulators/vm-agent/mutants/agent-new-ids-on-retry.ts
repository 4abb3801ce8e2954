import type { VmAgentMutant } from '../rules.ts';

export const newIdsOnRetry: VmAgentMutant = {
  id: 'agent-new-ids-on-retry',
  requirement: 'TASK-11',
  side: 'vm-agent',
  title: 'The VM agent gives a message a new id when it sends it again',
  rules: {
    retried: (message, random) => ({ ...message, messageId: random.uuid() }),
  },
};
