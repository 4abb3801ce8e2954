import type { FrontendMutant } from '../../rules.ts';

export const confirmsWhatIsCurrent: FrontendMutant = {
  id: 'frontend-phase-confirms-what-is-current',
  requirement: 'PHASE-2',
  side: 'frontend',
  title: 'The frontend confirms a replacement of whatever session the phase has by then.',
  rules: {
    intentOf: ({ current }, shown) => {
      const { sessionId, version } = shown ?? current;
      return { sessionId, version };
    },
  },
};
