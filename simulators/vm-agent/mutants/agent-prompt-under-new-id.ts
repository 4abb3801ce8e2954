import { correctRules, type VmAgentMutant } from '../rules.ts';

export const promptUnderNewId: VmAgentMutant = {
  id: 'agent-prompt-under-new-id',
  requirement: 'TASK-4',
  side: 'vm-agent',
  title: 'The VM agent reports the prompt under a new id, so that it is stored twice',
  rules: {
    promptMessage: (prompt, now, random) =>
      correctRules.promptMessage({ ...prompt, messageId: random.uuid() }, now, random),
  },
};
