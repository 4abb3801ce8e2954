import type { ControlPlaneMutant } from '../mutant.ts';

export const replayFromZero: ControlPlaneMutant = {
  id: 'replay-from-zero',
  requirement: 'LIVE-9',
  side: 'control-plane',
  title: 'Reconnecting replays the whole session, whatever the client has.',
  rules: {
    standingOf: () => ({ status: 'replayed', from: 0 }),
  },
};
