import { countLookup } from '../../rules/phase-reading.ts';
import type { ControlPlaneMutant } from '../mutant.ts';

export const hitsEverywhere: ControlPlaneMutant = {
  id: 'phase-hits-everywhere',
  requirement: 'PHASE-16',
  side: 'control-plane',
  title: 'Every lookup counts as one that the cache had.',
  rules: {
    countLookup: (_found, took) => countLookup('hit', took),
  },
};
