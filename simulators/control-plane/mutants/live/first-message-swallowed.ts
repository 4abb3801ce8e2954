import type { ControlPlaneMutant } from '../mutant.ts';

export const firstMessageSwallowed: ControlPlaneMutant = {
  id: 'first-message-swallowed',
  requirement: 'LIVE-2',
  side: 'control-plane',
  title:
    'A message takes the session that was switched to for watched, and the switch did not subscribe: what answers the first message after coming back reaches nobody.',
  rules: {
    watchesOnSwitch: () => false,
    watchesOnSend: ({ current }, sessionId) => current !== sessionId,
  },
};
