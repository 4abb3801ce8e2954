import { routeOf } from '../../../../contracts/wire/index.ts';
import type { ControlPlaneMutant } from '../mutant.ts';

export const reconnectByRegistry: ControlPlaneMutant = {
  id: 'reconnect-by-registry',
  requirement: 'LIVE-9',
  side: 'control-plane',
  title: 'Reconnecting knows only sessions for which a loop is registered.',
  rules: {
    routeLive: ({ operation, state, registered }) =>
      operation === 'reconnect' && registered === 'no loop' ? 'refuse' : routeOf(operation, state, registered),
  },
};
