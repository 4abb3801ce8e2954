import type { FrontendMutant } from '../../rules.ts';

export const showsDetails: FrontendMutant = {
  id: 'frontend-phase-shows-details',
  requirement: 'PHASE-9',
  side: 'frontend',
  title: 'The frontend shows the code and the details of an error instead of its text.',
  rules: {
    textOf: ({ code, detail, errorId }) => [code, detail, errorId].filter((part) => part).join(': '),
  },
};
