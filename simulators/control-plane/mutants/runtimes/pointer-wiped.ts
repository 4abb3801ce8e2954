import type { ControlPlaneMutant } from '../mutant.ts';

export const pointerWiped: ControlPlaneMutant = {
  id: 'pointer-wiped',
  requirement: 'RUN-4',
  side: 'control-plane',
  title: 'A run that ends without a session wipes the pointer of its chat.',
  rules: {
    pointerAfterEnd: (_pointer, run) => run,
  },
};
