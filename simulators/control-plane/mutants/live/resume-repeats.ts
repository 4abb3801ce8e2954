import { standingOf } from '../../rules/live-watching.ts';
import type { ControlPlaneMutant } from '../mutant.ts';

export const resumeRepeats: ControlPlaneMutant = {
  id: 'resume-repeats',
  requirement: 'LIVE-15',
  side: 'control-plane',
  title: 'Resuming sends the last event that the client has once more.',
  rules: {
    resumedStanding: (lastSeq, seq) => standingOf(Math.max(0, lastSeq - 1), seq),
  },
};
