import type { FrontendMutant } from '../../rules.ts';

export const resultsByArrival: FrontendMutant = {
  id: 'frontend-results-by-arrival',
  requirement: 'WEB-11',
  side: 'frontend',
  title: 'The frontend gives the first tool result that arrives to the first call.',
  rules: {
    toolResult: (_toolCallId, nth, results) => results[nth]?.result ?? null,
  },
};
