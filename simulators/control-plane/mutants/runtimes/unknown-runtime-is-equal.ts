import { correctRules } from '../../rules.ts';
import type { ControlPlaneMutant } from '../mutant.ts';

export const unknownRuntimeIsEqual: ControlPlaneMutant = {
  id: 'unknown-runtime-is-equal',
  requirement: 'RUN-2',
  side: 'control-plane',
  title: 'A pointer whose runtime is not known is resumed on any.',
  rules: {
    mayResume: (made, on, kind) =>
      (kind === 'pointer' && made.runtimeId === null) || correctRules.mayResume(made, on, kind),
  },
};
