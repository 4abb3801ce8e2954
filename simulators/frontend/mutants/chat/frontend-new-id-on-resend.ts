import type { FrontendMutant } from '../../rules.ts';

export const newIdOnResend: FrontendMutant = {
  id: 'frontend-new-id-on-resend',
  requirement: 'LIVE-12',
  side: 'frontend',
  title: 'The frontend sends a message whose acknowledgement was lost again under a new id.',
  rules: {
    again: (frame, random) => ({ ...frame, clientMsgId: random.uuid() }),
  },
};
