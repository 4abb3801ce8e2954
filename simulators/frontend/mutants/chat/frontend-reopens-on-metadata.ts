import type { FrontendMutant } from '../../rules.ts';

export const reopensOnMetadata: FrontendMutant = {
  id: 'frontend-reopens-on-metadata',
  requirement: 'WEB-20',
  side: 'frontend',
  title: 'The frontend opens its socket anew whenever the metadata of the session change.',
  rules: {
    reopensOn: ({ type }) => type === 'message_complete',
  },
};
