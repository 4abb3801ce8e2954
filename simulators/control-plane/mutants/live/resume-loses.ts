import type { ControlPlaneMutant } from '../mutant.ts';

export const resumeLoses: ControlPlaneMutant = {
  id: 'resume-loses',
  requirement: 'LIVE-15',
  side: 'control-plane',
  title: 'Resuming goes on with what is new.',
  rules: {
    resumedStanding: (_lastSeq, seq) => ({ status: 'replayed', from: seq }),
  },
};
