import { replay } from '../rules/feed.ts';
import type { ControlPlaneMutant } from './mutant.ts';

export const replayOverlaps: ControlPlaneMutant = {
  id: 'replay-overlaps',
  requirement: 'TASK-13',
  side: 'control-plane',
  title: 'The newest event is replayed and sent once more as news.',
  rules: {
    replay(sql, scope, after) {
      const frames = replay(sql, scope, after);
      return [...frames, ...frames.slice(-1)];
    },
  },
};
