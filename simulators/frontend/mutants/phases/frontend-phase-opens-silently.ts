import type { FrontendMutant } from '../../rules.ts';

export const opensSilently: FrontendMutant = {
  id: 'frontend-phase-opens-silently',
  requirement: 'PHASE-1',
  side: 'frontend',
  title: 'The frontend opens a session that was there already, and does not say so.',
  rules: {
    tells: ({ code }) => code !== 'existing',
  },
};
