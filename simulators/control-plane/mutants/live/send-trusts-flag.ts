import { routeOf } from '../../../../contracts/wire/index.ts';
import type { ControlPlaneMutant } from '../mutant.ts';

export const sendTrustsFlag: ControlPlaneMutant = {
  id: 'send-trusts-flag',
  requirement: 'LIVE-1',
  side: 'control-plane',
  title: 'A loop whose client has gone is taken for dead when the next message comes, and killed in mid-reply.',
  rules: {
    routeLive: ({ operation, state, registered }) =>
      operation === 'send' && registered === 'loop' && state === 'DETACHED'
        ? 'abort-and-resume'
        : routeOf(operation, state, registered),
  },
};
