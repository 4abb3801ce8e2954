import type { FrontendMutant } from '../../rules.ts';

export const failureIsNotCreated: FrontendMutant = {
  id: 'frontend-failure-is-not-created',
  requirement: 'WEB-6',
  side: 'frontend',
  title: 'The frontend takes every failure of loading a session for "there is no such session".',
  rules: {
    notCreated: () => true,
  },
};
