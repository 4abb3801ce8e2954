import type { ControlPlaneMutant } from '../mutant.ts';

export const noWatchOnSwitch: ControlPlaneMutant = {
  id: 'no-watch-on-switch',
  requirement: 'LIVE-3',
  side: 'control-plane',
  title: 'A switch is answered without subscribing to the session.',
  rules: {
    watchesOnSwitch: () => false,
  },
};
