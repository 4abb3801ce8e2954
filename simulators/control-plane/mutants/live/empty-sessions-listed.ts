import type { ControlPlaneMutant } from '../mutant.ts';

export const emptySessionsListed: ControlPlaneMutant = {
  id: 'empty-sessions-listed',
  requirement: 'WEB-1',
  side: 'control-plane',
  title: 'Sessions without a message are listed.',
  rules: {
    listedLive: () => 'message_count >= 0',
  },
};
