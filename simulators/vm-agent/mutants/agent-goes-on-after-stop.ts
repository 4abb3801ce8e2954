import { correctRules, type VmAgentMutant } from '../rules.ts';

export const goesOnAfterStop: VmAgentMutant = {
  id: 'agent-goes-on-after-stop',
  requirement: 'TASK-12',
  side: 'vm-agent',
  title: 'The VM agent goes on sending after the session was stopped',
  rules: {
    stopsAt: () => false,
    readStatus: (status, code) =>
      code === 'session_stopped' ? { next: 'go-on', keep: false } : correctRules.readStatus(status, code),
  },
};
