import type { ControlPlaneMutant } from '../mutant.ts';

export const deletionUntold: ControlPlaneMutant = {
  id: 'phase-deletion-untold',
  requirement: 'PHASE-12',
  side: 'control-plane',
  title: 'A deletion is in the feed, and those who listen are not told of it.',
  rules: {
    liveEvents: (frames) => frames.filter((frame) => frame.type !== 'phase.deleted'),
  },
};
