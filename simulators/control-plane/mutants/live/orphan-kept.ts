import { routeOf } from '../../../../contracts/wire/index.ts';
import type { ControlPlaneMutant } from '../mutant.ts';

export const orphanKept: ControlPlaneMutant = {
  id: 'orphan-kept',
  requirement: 'LIVE-18',
  side: 'control-plane',
  title: 'Looking at a session whose loop is gone leaves it as if one were there.',
  rules: {
    routeLive({ operation, state, registered }) {
      const outcome = routeOf(operation, state, registered);
      return outcome === 'end-and-answer' ? 'answer-idle' : outcome;
    },
  },
};
