import type { ControlPlaneMutant } from '../mutant.ts';

export const suspendedIsTold: ControlPlaneMutant = {
  id: 'suspended-is-told',
  requirement: 'LIVE-15',
  side: 'control-plane',
  title: 'A suspended client is sent everything all the same.',
  rules: {
    delivers: () => true,
  },
};
