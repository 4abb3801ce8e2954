import type { ControlPlaneMutant } from '../mutant.ts';

export const lookupToldOnce: ControlPlaneMutant = {
  id: 'phase-lookup-told-once',
  requirement: 'PHASE-8',
  side: 'control-plane',
  title: 'A lookup trusts its cache, which is told of a replacement once: what is lost then is never told.',
  rules: {
    checkHeld: async (held, ask) => (held ? { unchanged: true } : ask(null)),
    invalidate: (cache, keys) => cache.invalidate(keys).catch(() => {}),
  },
};
