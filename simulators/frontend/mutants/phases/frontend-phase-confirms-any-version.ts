import type { FrontendMutant } from '../../rules.ts';

export const confirmsAnyVersion: FrontendMutant = {
  id: 'frontend-phase-confirms-any-version',
  requirement: 'PHASE-2',
  side: 'frontend',
  title: 'The frontend confirms a replacement in whatever version the session has by then.',
  rules: {
    intentOf({ current: { sessionId, version } }, shown) {
      return { sessionId, version: shown?.sessionId === sessionId ? shown.version : version };
    },
  },
};
