import type { ControlPlaneMutant } from '../mutant.ts';

export const refusalLooksLikeFailure: ControlPlaneMutant = {
  id: 'refusal-looks-like-failure',
  requirement: 'WEB-14',
  side: 'control-plane',
  title: 'A refused hello closes the socket as if the provider had failed.',
  rules: {
    refusalClose: () => 1011,
  },
};
