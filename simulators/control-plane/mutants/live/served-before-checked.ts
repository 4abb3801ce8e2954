import type { ControlPlaneMutant } from '../mutant.ts';

export const servedBeforeChecked: ControlPlaneMutant = {
  id: 'served-before-checked',
  requirement: 'SAFE-3',
  side: 'control-plane',
  title: 'What a client asks for is served while its token is still being looked up.',
  rules: {
    handlesEarly: () => true,
    mayOpenLive: (userId, session) => userId === '' || userId === session.user_id,
  },
};
