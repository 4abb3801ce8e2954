import type { FrontendMutant } from '../rules.ts';

export const resumesPastCursor: FrontendMutant = {
  id: 'frontend-resumes-past-cursor',
  requirement: 'TASK-13',
  side: 'frontend',
  title: 'The frontend reconnects one cursor too far and misses an event',
  rules: {
    resumeAfter: (cursor) => cursor + 1,
  },
};
