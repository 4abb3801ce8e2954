import type { FrontendMutant } from '../../rules.ts';

export const queueReversed: FrontendMutant = {
  id: 'frontend-queue-reversed',
  requirement: 'WEB-9',
  side: 'frontend',
  title: 'The frontend sends its queue from the newest to the oldest.',
  rules: {
    flushed: (queue) => [...queue].reverse(),
  },
};
