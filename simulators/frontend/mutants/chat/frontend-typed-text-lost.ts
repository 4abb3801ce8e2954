import type { FrontendMutant } from '../../rules.ts';

export const typedTextLost: FrontendMutant = {
  id: 'frontend-typed-text-lost',
  requirement: 'WEB-19',
  side: 'frontend',
  title: 'The frontend clears the input though the message could not be sent.',
  rules: {
    keptText: () => '',
  },
};
