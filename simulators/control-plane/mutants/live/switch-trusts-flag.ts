import { routeOf } from '../../../../contracts/wire/index.ts';
import type { ControlPlaneMutant } from '../mutant.ts';

export const switchTrustsFlag: ControlPlaneMutant = {
  id: 'switch-trusts-flag',
  requirement: 'LIVE-1',
  side: 'control-plane',
  title: 'A loop whose client has gone is taken for dead when somebody switches to it, and killed in mid-reply.',
  rules: {
    routeLive: ({ operation, state, registered }) =>
      operation === 'switch_session' && registered === 'loop' && state === 'DETACHED'
        ? 'end-and-answer'
        : routeOf(operation, state, registered),
  },
};
