import type { ControlPlaneMutant } from './mutant.ts';

export const tokenEchoed: ControlPlaneMutant = {
  id: 'token-echoed',
  requirement: 'SAFE-4',
  side: 'control-plane',
  title: 'A refusal repeats the token it refuses.',
  rules: {
    refusalDetail: (reason, token) => `${reason} (${token})`,
  },
};
