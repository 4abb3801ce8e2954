import { limits } from '../../../../contracts/wire/index.ts';
import type { ControlPlaneMutant } from '../mutant.ts';

export const leaseForEver: ControlPlaneMutant = {
  id: 'lease-for-ever',
  requirement: 'RUN-7',
  side: 'control-plane',
  title: 'A task whose daemon died before it started it is never given to another.',
  rules: {
    leaseEnd: (now) => now + 1_000 * limits.claimLease,
  },
};
