import type { ControlPlaneMutant } from '../mutant.ts';

export const lookupByVersionAlone: ControlPlaneMutant = {
  id: 'phase-lookup-by-version-alone',
  requirement: 'PHASE-8',
  side: 'control-plane',
  title: 'A lookup compares versions alone: that of a new session may be that of the old.',
  rules: {
    stampFits: (held, current) => current?.version === held.version,
  },
};
