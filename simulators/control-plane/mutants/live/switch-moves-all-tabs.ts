import type { ControlPlaneMutant } from '../mutant.ts';

export const switchMovesAllTabs: ControlPlaneMutant = {
  id: 'switch-moves-all-tabs',
  requirement: 'WEB-13',
  side: 'control-plane',
  title: 'Switching in one tab takes the other tabs of the user along.',
  rules: {
    leavingOnSwitch: (_connection, peers) => peers.map(({ connectionId }) => connectionId),
  },
};
