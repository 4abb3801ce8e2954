import type { ControlPlaneMutant } from './mutant.ts';

export const linkLost: ControlPlaneMutant = {
  id: 'link-lost',
  requirement: 'TASK-5',
  side: 'control-plane',
  title: 'The workspace is made and never linked.',
  rules: {
    link: async () => ({ ok: true, value: null }),
  },
};
