import type { FrontendMutant } from '../../rules.ts';

export const confirmsAgainUnasked: FrontendMutant = {
  id: 'frontend-phase-confirms-again-unasked',
  requirement: 'PHASE-2',
  side: 'frontend',
  title:
    'The frontend answers a replacement that was overtaken with another, of the session that came between, and asks nobody.',
  rules: {
    intentAfterRefusal: ({ current }) => (current ? { sessionId: current.sessionId, version: current.version } : null),
  },
};
