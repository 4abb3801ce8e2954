import type { ControlPlaneMutant } from '../mutant.ts';

export const versionStandsStill: ControlPlaneMutant = {
  id: 'phase-version-stands-still',
  requirement: 'PHASE-6',
  side: 'control-plane',
  title: 'A change leaves the version as it was, so nobody notices it.',
  rules: {
    phaseChanged: (row, change, now) => ({ ...row, ...change, updated_at: now }),
  },
};
