import type { FrontendMutant } from '../../rules.ts';

export const queueLost: FrontendMutant = {
  id: 'frontend-queue-lost',
  requirement: 'WEB-9',
  side: 'frontend',
  title: 'The frontend forgets what was queued when it gets connected.',
  rules: {
    flushed: () => [],
  },
};
