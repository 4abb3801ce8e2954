import type { VmAgentMutant } from '../rules.ts';

export const ignoresRetryAfter: VmAgentMutant = {
  id: 'agent-ignores-retry-after',
  requirement: 'TASK-11',
  side: 'vm-agent',
  title: 'The VM agent ignores Retry-After',
  rules: {
    retryAfter: () => 0,
  },
};
