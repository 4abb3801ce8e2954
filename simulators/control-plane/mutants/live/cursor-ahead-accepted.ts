import type { ControlPlaneMutant } from '../mutant.ts';

export const cursorAheadAccepted: ControlPlaneMutant = {
  id: 'cursor-ahead-accepted',
  requirement: 'LIVE-9',
  side: 'control-plane',
  title: 'A cursor ahead of the session is taken as it is.',
  rules: {
    standingOf: (lastSeq) => ({ status: 'replayed', from: lastSeq }),
  },
};
