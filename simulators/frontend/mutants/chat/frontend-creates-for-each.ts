import type { FrontendMutant } from '../../rules.ts';

export const createsForEach: FrontendMutant = {
  id: 'frontend-creates-for-each',
  requirement: 'WEB-17',
  side: 'frontend',
  title: 'The frontend makes a record for each message that is typed before the first is there.',
  rules: {
    startsCreation: (state) => state === 'not-created' || state === 'creating',
  },
};
