import type { FrontendMutant } from '../../rules.ts';

export const createsAgainOnRetry: FrontendMutant = {
  id: 'frontend-creates-again-on-retry',
  requirement: 'WEB-19',
  side: 'frontend',
  title: 'The frontend makes the record again whenever a message is tried again.',
  rules: {
    createsOnRetry: () => true,
  },
};
