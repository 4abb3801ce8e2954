import type { FrontendMutant } from '../../rules.ts';

export const forgetsPlaceWhenHidden: FrontendMutant = {
  id: 'frontend-forgets-place-when-hidden',
  requirement: 'LIVE-15',
  side: 'frontend',
  title: 'The frontend asks for everything from the first event when it is shown again.',
  rules: {
    placeOnShow: () => 0,
  },
};
