import type { ControlPlaneMutant } from '../mutant.ts';

export const connectedUnasked: ControlPlaneMutant = {
  id: 'connected-unasked',
  requirement: 'WEB-9',
  side: 'control-plane',
  title: 'A client is told that it is connected before its token was looked up.',
  rules: {
    async greet({ ask, connect, refuse }) {
      connect('somebody', Number.MAX_SAFE_INTEGER);
      const identity = await ask();
      if (typeof identity === 'string') refuse(identity);
      else connect(identity.user, identity.expiresAt);
    },
  },
};
