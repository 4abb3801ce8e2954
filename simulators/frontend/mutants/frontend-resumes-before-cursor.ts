import type { FrontendMutant } from '../rules.ts';

export const resumesBeforeCursor: FrontendMutant = {
  id: 'frontend-resumes-before-cursor',
  requirement: 'TASK-13',
  side: 'frontend',
  title: 'The frontend reconnects one cursor too early and shows an event twice',
  rules: {
    resumeAfter: (cursor) => Math.max(0, cursor - 1),
  },
};
