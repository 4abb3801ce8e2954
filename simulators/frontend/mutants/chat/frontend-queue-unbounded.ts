import type { FrontendMutant } from '../../rules.ts';

export const queueUnbounded: FrontendMutant = {
  id: 'frontend-queue-unbounded',
  requirement: 'WEB-9',
  side: 'frontend',
  title: 'The frontend queues without a bound.',
  rules: {
    queueLimit: Number.POSITIVE_INFINITY,
  },
};
