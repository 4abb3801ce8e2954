import type { ControlPlaneMutant } from '../mutant.ts';

export const listedLater: ControlPlaneMutant = {
  id: 'phase-listed-later',
  requirement: 'PHASE-15',
  side: 'control-plane',
  title: 'Lists are read from a copy that is a moment behind.',
  rules: {
    listedPhases: () => `deleted_at IS NULL AND created_at < ${Date.now()}`,
  },
};
