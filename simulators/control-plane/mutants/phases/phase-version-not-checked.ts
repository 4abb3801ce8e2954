import type { ControlPlaneMutant } from '../mutant.ts';

export const versionNotChecked: ControlPlaneMutant = {
  id: 'phase-version-not-checked',
  requirement: 'PHASE-6',
  side: 'control-plane',
  title: 'An intent is compared by its session alone: what changed in it meanwhile is lost.',
  rules: {
    intentFits: (current, intent) => current?.sessionId === intent.sessionId,
  },
};
