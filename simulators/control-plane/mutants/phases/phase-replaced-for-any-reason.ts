import { countReplacement } from '../../rules/phase-starts.ts';
import type { ControlPlaneMutant } from '../mutant.ts';

export const replacedForAnyReason: ControlPlaneMutant = {
  id: 'phase-replaced-for-any-reason',
  requirement: 'PHASE-16',
  side: 'control-plane',
  title: 'Whatever a session was replaced for, another model is counted.',
  rules: {
    countReplacement: (_reason, took) => countReplacement('model', took),
  },
};
