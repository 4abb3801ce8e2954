import type { ControlPlaneMutant } from '../mutant.ts';

export const sameModelWhileItRuns: ControlPlaneMutant = {
  id: 'phase-same-model-while-it-runs',
  requirement: 'PHASE-1',
  side: 'control-plane',
  title: 'A start sees only sessions that have not ended: beside one that has it makes another.',
  rules: {
    visiblePhases: () => "deleted_at IS NULL AND state IN ('created', 'running')",
  },
};
