import type { ControlPlaneMutant } from './mutant.ts';

export const linkNotBroadcast: ControlPlaneMutant = {
  id: 'link-not-broadcast',
  requirement: 'TASK-20',
  side: 'control-plane',
  title: 'Subscribers are not told of the link.',
  rules: {
    liveEvents: (frames) => frames.filter((frame) => frame.type !== 'session.linked'),
  },
};
