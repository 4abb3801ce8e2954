import type { FrontendMutant } from '../../rules.ts';

export const reloadForgetsMessages: FrontendMutant = {
  id: 'frontend-reload-forgets-messages',
  requirement: 'WEB-5',
  side: 'frontend',
  title: 'The frontend shows an empty conversation after a reload.',
  rules: {
    restored: () => [],
  },
};
