import type { ControlPlaneMutant } from './mutant.ts';

export const keyIgnored: ControlPlaneMutant = {
  id: 'key-ignored',
  requirement: 'TASK-1',
  side: 'control-plane',
  title: 'A submit repeated with the same key makes a second task.',
  rules: {
    rememberedKey: () => crypto.randomUUID(),
  },
};
