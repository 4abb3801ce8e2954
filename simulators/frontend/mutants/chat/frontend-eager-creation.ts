import type { FrontendMutant } from '../../rules.ts';

export const eagerCreation: FrontendMutant = {
  id: 'frontend-eager-creation',
  requirement: 'WEB-1',
  side: 'frontend',
  title: 'The frontend makes the record of a session as soon as "new session" is opened.',
  rules: {
    createsAt: 'new-session',
  },
};
