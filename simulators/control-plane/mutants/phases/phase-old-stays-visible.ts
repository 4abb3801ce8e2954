import { retired } from '../../rules/phase-life.ts';
import type { ControlPlaneMutant } from '../mutant.ts';

export const oldStaysVisible: ControlPlaneMutant = {
  id: 'phase-old-stays-visible',
  requirement: 'PHASE-2',
  side: 'control-plane',
  title: 'A replacement cancels the old session and leaves it where it was, beside the new one.',
  rules: {
    retired: (row, replacedBy, now) => ({
      ...retired(row, replacedBy, now),
      deleted_at: replacedBy === null ? now : null,
    }),
  },
};
