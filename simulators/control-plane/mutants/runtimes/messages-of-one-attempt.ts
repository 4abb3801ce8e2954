import type { ControlPlaneMutant } from '../mutant.ts';

export const messagesOfOneAttempt: ControlPlaneMutant = {
  id: 'messages-of-one-attempt',
  requirement: 'RUN-8',
  side: 'control-plane',
  title: 'Messages of the second attempt are taken for those of the first, and dropped as known.',
  rules: {
    attemptOfMessage: () => 1,
  },
};
