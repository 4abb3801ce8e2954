import type { FrontendMutant } from '../../rules.ts';

export const openWhileCreating: FrontendMutant = {
  id: 'frontend-open-while-creating',
  requirement: 'WEB-18',
  side: 'frontend',
  title: 'The frontend leaves the input open while the session is being created.',
  rules: {
    input: (state) => (state === 'disconnected' ? 'blocked' : 'open'),
  },
};
