import type { FrontendMutant } from '../rules.ts';

export const resumesLive: FrontendMutant = {
  id: 'frontend-resumes-live',
  requirement: 'TASK-13',
  side: 'frontend',
  title: 'The frontend reconnects without its cursor and misses what came meanwhile',
  rules: {
    resumeAfter: () => null,
  },
};
