import type { FrontendMutant } from '../../rules.ts';

export const queueIntoShown: FrontendMutant = {
  id: 'frontend-queue-into-shown',
  requirement: 'WEB-4',
  side: 'frontend',
  title: 'The frontend sends what was queued for one session to whichever is shown by then.',
  rules: {
    sessionOf: ({ sessionId }, current) => current ?? sessionId,
  },
};
