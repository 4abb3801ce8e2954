import type { ControlPlaneMutant } from '../mutant.ts';

export const firstMessageSwallowed: ControlPlaneMutant = {
  id: 'first-message-swallowed',
  requirement: 'LIVE-2',
  side: 'control-plane',
  title: 'Neither a switch nor a message subscribes: what answers the first message after coming back reaches nobody.',
  rules: {
    watchesOnSwitch: () => false,
    watchesOnSend: () => false,
  },
};
