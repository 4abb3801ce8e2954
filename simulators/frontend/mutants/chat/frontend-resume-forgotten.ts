import type { FrontendMutant } from '../../rules.ts';

export const resumeForgotten: FrontendMutant = {
  id: 'frontend-resume-forgotten',
  requirement: 'WEB-3',
  side: 'frontend',
  title: 'The frontend sends later messages as if they were the first of their session.',
  rules: {
    resumes: () => false,
  },
};
