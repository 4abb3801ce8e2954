import type { FrontendMutant } from '../../rules.ts';

export const sendsOnOpen: FrontendMutant = {
  id: 'frontend-sends-on-open',
  requirement: 'WEB-9',
  side: 'frontend',
  title: 'The frontend sends as soon as the socket is open, before it is connected.',
  rules: {
    speaksFrom: 'open',
  },
};
