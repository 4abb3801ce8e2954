import { stepsOfOutcomes } from '../../live/routing/steps.ts';
import type { ControlPlaneMutant } from '../mutant.ts';

export const startingDrops: ControlPlaneMutant = {
  id: 'starting-drops',
  requirement: 'LIVE-14',
  side: 'control-plane',
  title: 'A message that comes while the loop is starting is stored and never given to it.',
  rules: {
    stepsOf: (outcome, { state }) =>
      outcome === 'deliver' && state === 'STARTING' ? ['store'] : stepsOfOutcomes[outcome],
  },
};
