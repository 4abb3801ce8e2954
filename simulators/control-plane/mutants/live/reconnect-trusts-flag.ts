import { routeOf } from '../../../../contracts/wire/index.ts';
import type { ControlPlaneMutant } from '../mutant.ts';

export const reconnectTrustsFlag: ControlPlaneMutant = {
  id: 'reconnect-trusts-flag',
  requirement: 'LIVE-1',
  side: 'control-plane',
  title: 'A loop whose client has gone is taken for dead when somebody reconnects, and killed in mid-reply.',
  rules: {
    routeLive: ({ operation, state, registered }) =>
      operation === 'reconnect' && registered === 'loop' && state === 'DETACHED'
        ? 'end-and-answer'
        : routeOf(operation, state, registered),
  },
};
