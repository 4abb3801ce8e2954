import type { FrontendMutant } from '../../rules.ts';

export const staleAfterRefusal: FrontendMutant = {
  id: 'frontend-phase-stale-after-refusal',
  requirement: 'PHASE-12',
  side: 'frontend',
  title: 'The frontend does not look again after a refusal has shown that its list is old.',
  rules: {
    refreshesAfterRefusal: () => false,
  },
};
