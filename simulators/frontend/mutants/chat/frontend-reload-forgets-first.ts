import type { FrontendMutant } from '../../rules.ts';

export const reloadForgetsFirst: FrontendMutant = {
  id: 'frontend-reload-forgets-first',
  requirement: 'WEB-5',
  side: 'frontend',
  title: 'The frontend takes a reloaded session for one without a first message.',
  rules: {
    restoredFirstSent: () => false,
  },
};
