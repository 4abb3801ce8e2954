import type { ControlPlaneMutant } from '../mutant.ts';

export const newChatWithoutRuntime: ControlPlaneMutant = {
  id: 'new-chat-without-runtime',
  requirement: 'RUN-9',
  side: 'control-plane',
  title: 'A new chat learns its runtime only when its first run has ended.',
  rules: {
    runtimeOfNewChat: () => null,
  },
};
