import type { FrontendMutant } from '../../rules.ts';

export const resumeOnFirst: FrontendMutant = {
  id: 'frontend-resume-on-first',
  requirement: 'WEB-2',
  side: 'frontend',
  title: 'The frontend says that it resumes with the very first message of a session.',
  rules: {
    resumes: () => true,
  },
};
