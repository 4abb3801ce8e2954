import type { ControlPlaneMutant } from '../mutant.ts';

export const lookupTrustsItsCache: ControlPlaneMutant = {
  id: 'phase-lookup-trusts-its-cache',
  requirement: 'PHASE-8',
  side: 'control-plane',
  title: 'A lookup answers what its cache has, for it will have been told of every change.',
  rules: {
    checkHeld: async (held, ask) => (held ? { unchanged: true } : ask(null)),
  },
};
