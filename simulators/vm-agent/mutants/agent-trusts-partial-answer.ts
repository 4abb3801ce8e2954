import type { VmAgentMutant } from '../rules.ts';

export const trustsPartialAnswer: VmAgentMutant = {
  id: 'agent-trusts-partial-answer',
  requirement: 'TASK-8',
  side: 'vm-agent',
  title: 'The VM agent takes any answer to a batch for an acknowledgement of the whole',
  rules: {
    readResults: (batch) => ({ acknowledged: batch.map(({ messageId }) => messageId), rejected: [] }),
  },
};
