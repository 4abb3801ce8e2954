import { routeOf } from '../../../../contracts/wire/index.ts';
import type { ControlPlaneMutant } from '../mutant.ts';

export const closingActiveForInterrupt: ControlPlaneMutant = {
  id: 'closing-active-for-interrupt',
  requirement: 'LIVE-6',
  side: 'control-plane',
  title: 'A session that is closing takes the next interrupt as if it were active.',
  rules: {
    routeLive: ({ operation, state, registered }) =>
      routeOf(operation, operation === 'interrupt' && state === 'CLOSING' ? 'ACTIVE' : state, registered),
  },
};
