import type { FrontendMutant } from '../../rules.ts';

export const ignoresRunning: FrontendMutant = {
  id: 'frontend-ignores-running',
  requirement: 'LIVE-17',
  side: 'frontend',
  title: 'The frontend keeps the running flag of the session it has left.',
  rules: {
    runsAfterSwitch: (before) => before,
  },
};
