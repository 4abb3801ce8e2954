import type { FrontendMutant } from '../../rules.ts';

export const countResetAtOpen: FrontendMutant = {
  id: 'frontend-count-reset-at-open',
  requirement: 'WEB-8',
  side: 'frontend',
  title: 'The frontend counts attempts from zero at open: a server that accepts and closes is tried for ever.',
  rules: {
    liveWorksFrom: 'open',
  },
};
