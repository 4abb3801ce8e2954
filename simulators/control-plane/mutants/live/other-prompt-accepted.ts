import type { ControlPlaneMutant } from '../mutant.ts';

export const otherPromptAccepted: ControlPlaneMutant = {
  id: 'other-prompt-accepted',
  requirement: 'LIVE-12',
  side: 'control-plane',
  title: 'A known id is acknowledged whatever prompt comes with it.',
  rules: {
    repeatedPrompt: () => 'same',
  },
};
