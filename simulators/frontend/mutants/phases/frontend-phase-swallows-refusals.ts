import type { FrontendMutant } from '../../rules.ts';

export const swallowsRefusals: FrontendMutant = {
  id: 'frontend-phase-swallows-refusals',
  requirement: 'PHASE-9',
  side: 'frontend',
  title: 'The frontend looks at the status alone: what was refused among several, nobody is told.',
  rules: {
    tells: ({ status, code }) => status !== 200 || code === 'existing',
  },
};
