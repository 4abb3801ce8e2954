import { stepsOfOutcomes } from '../../live/routing/steps.ts';
import type { ControlPlaneMutant } from '../mutant.ts';

export const startingStartsAnother: ControlPlaneMutant = {
  id: 'starting-starts-another',
  requirement: 'LIVE-14',
  side: 'control-plane',
  title: 'A message that comes while the loop is starting starts another.',
  rules: {
    stepsOf: (outcome, { state }) =>
      outcome === 'deliver' && state === 'STARTING' ? ['store', 'start'] : stepsOfOutcomes[outcome],
  },
};
