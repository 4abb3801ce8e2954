import type { ControlPlaneMutant } from '../mutant.ts';

export const twoTurns: ControlPlaneMutant = {
  id: 'two-turns',
  requirement: 'LIVE-12',
  side: 'control-plane',
  title: 'A prompt that is sent again is another turn.',
  rules: {
    knownPrompt: () => null,
  },
};
