import { stepsOfOutcomes } from '../../live/routing/steps.ts';
import type { ControlPlaneMutant } from '../mutant.ts';

export const interruptWaits: ControlPlaneMutant = {
  id: 'interrupt-waits',
  requirement: 'LIVE-8',
  side: 'control-plane',
  title: 'An interrupt waits for its turn like any message.',
  rules: {
    stepsOf: (outcome) => stepsOfOutcomes[outcome === 'interrupt' ? 'deliver' : outcome],
  },
};
