import type { FrontendMutant } from '../../rules.ts';

export const reconnectsFromZero: FrontendMutant = {
  id: 'frontend-reconnects-from-zero',
  requirement: 'LIVE-9',
  side: 'frontend',
  title: 'The frontend asks for everything from the first event when it reconnects.',
  rules: {
    placeOnReconnect: () => 0,
  },
};
