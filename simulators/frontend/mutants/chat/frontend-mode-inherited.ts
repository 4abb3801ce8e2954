import type { FrontendMutant } from '../../rules.ts';

export const modeInherited: FrontendMutant = {
  id: 'frontend-mode-inherited',
  requirement: 'WEB-12',
  side: 'frontend',
  title: 'The frontend opens a new session in the mode of the one shown before.',
  rules: {
    newSessionMode: (left) => left,
  },
};
