import type { FrontendMutant } from '../../rules.ts';

export const newIdOnRetry: FrontendMutant = {
  id: 'frontend-new-id-on-retry',
  requirement: 'WEB-16',
  side: 'frontend',
  title: 'The frontend chooses another session id when a creation is tried again.',
  rules: {
    creationId: (_known, random) => random.uuid(),
  },
};
