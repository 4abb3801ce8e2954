import type { ControlPlaneMutant } from './mutant.ts';

export const completedSentTwice: ControlPlaneMutant = {
  id: 'completed-sent-twice',
  requirement: 'TASK-20',
  side: 'control-plane',
  title: 'Subscribers are told twice that the agent has completed.',
  rules: {
    liveEvents: (frames) => [...frames, ...frames.filter((frame) => frame.type === 'session.agent_completed')],
  },
};
