import type { FrontendMutant } from '../../rules.ts';

export const ignoresEvents: FrontendMutant = {
  id: 'frontend-phase-ignores-events',
  requirement: 'PHASE-12',
  side: 'frontend',
  title: 'The frontend keeps the list of phases as it was read first.',
  rules: {
    appliesEvent: () => false,
  },
};
