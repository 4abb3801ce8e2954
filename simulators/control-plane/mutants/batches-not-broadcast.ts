import type { ControlPlaneMutant } from './mutant.ts';

export const batchesNotBroadcast: ControlPlaneMutant = {
  id: 'batches-not-broadcast',
  requirement: 'TASK-13',
  side: 'control-plane',
  title: 'Messages are stored and not sent to subscribers.',
  rules: {
    liveEvents: (frames) => frames.filter((frame) => frame.type !== 'message.new'),
  },
};
