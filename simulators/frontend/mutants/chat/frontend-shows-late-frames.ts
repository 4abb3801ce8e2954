import type { FrontendMutant } from '../../rules.ts';

export const showsLateFrames: FrontendMutant = {
  id: 'frontend-shows-late-frames',
  requirement: 'WEB-4',
  side: 'frontend',
  title: 'The frontend shows whatever frame comes, of the session it has left too.',
  rules: {
    shows: () => true,
  },
};
