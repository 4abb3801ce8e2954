import { routeOf } from '../../../../contracts/wire/index.ts';
import type { ControlPlaneMutant } from '../mutant.ts';

export const closingActiveForSend: ControlPlaneMutant = {
  id: 'closing-active-for-send',
  requirement: 'LIVE-6',
  side: 'control-plane',
  title: 'A session that is closing takes the next message as if it were active.',
  rules: {
    routeLive: ({ operation, state, registered }) =>
      routeOf(operation, operation === 'send' && state === 'CLOSING' ? 'ACTIVE' : state, registered),
  },
};
