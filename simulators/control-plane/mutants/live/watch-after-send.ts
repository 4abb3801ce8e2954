import type { ControlPlaneMutant } from '../mutant.ts';

export const watchAfterSend: ControlPlaneMutant = {
  id: 'watch-after-send',
  requirement: 'LIVE-16',
  side: 'control-plane',
  title: 'Who sends is subscribed when the message has been routed already.',
  rules: {
    sendFollowsFrom: (_before, after) => after,
  },
};
