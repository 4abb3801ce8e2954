import { leaseEnd } from '../../rules/runtimes-claims.ts';
import type { ControlPlaneMutant } from '../mutant.ts';

export const leaseProlonged: ControlPlaneMutant = {
  id: 'lease-prolonged',
  requirement: 'RUN-7',
  side: 'control-plane',
  title: 'A claim that is said again begins its lease anew, so that nobody else is ever given the task.',
  rules: {
    leaseEndAgain: (_task, now) => leaseEnd(now),
  },
};
