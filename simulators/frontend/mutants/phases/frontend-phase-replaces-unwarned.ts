import type { FrontendMutant } from '../../rules.ts';

export const replacesUnwarned: FrontendMutant = {
  id: 'frontend-phase-replaces-unwarned',
  requirement: 'PHASE-2',
  side: 'frontend',
  title: 'The frontend replaces a session with another model without a warning.',
  rules: {
    warns: () => false,
  },
};
